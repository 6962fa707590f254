// Reads calendars for the tests with ical.js and node-ical. Each line of the input is one question in JSON: which
// reader, the calendar, and from when to when in milliseconds; each line of the output its rows.
import { createInterface } from "node:readline";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const READERS = { "ical.js": readWithIcalJs, "node-ical": readWithNodeIcal };

for await (const question of createInterface({ input: process.stdin })) {
  const { reader, text, first, last } = JSON.parse(question);
  let answer;
  try {
    const rows = [...READERS[reader](text, first, last)];
    answer = { rows: rows.filter(([, start]) => first <= start && start < last) };
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}

function* readWithIcalJs(text, first, last) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  for (const vevent of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(vevent);
    const row = (from, to) => [event.uid, from.toJSDate().getTime(), to.toJSDate().getTime(), event.summary];
    if (!event.isRecurring()) {
      yield row(event.startDate, event.endDate);
      continue;
    }
    const dates = event.iterator();
    for (let date = dates.next(); date && date.toJSDate().getTime() < last; date = dates.next()) {
      const found = event.getOccurrenceDetails(date);
      yield row(found.startDate, found.endDate);
    }
  }
}

function* readWithNodeIcal(text, first, last) {
  for (const event of Object.values(nodeIcal.sync.parseICS(text))) {
    if (event.type !== "VEVENT") continue;
    const span = { from: new Date(first), to: new Date(last), expandOngoing: true };
    for (const found of nodeIcal.expandRecurringEvent(event, span)) {
      yield [event.uid, found.start.getTime(), found.end.getTime(), event.summary];
    }
  }
}
