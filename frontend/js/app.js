// Every page works without this script; it makes them quicker and friendlier.
import "./requests.js";
import { settleAnswer } from "./answers.js";
import { sendKept } from "./sending.js";
import { watchCounters } from "./counters.js";
import { watchMenus } from "./menus.js";
import { watchShortcuts } from "./shortcuts.js";
import { watchSwaps } from "./swaps.js";
import { markSurplus } from "./shortening.js";
import { showOpenTabs } from "./tabs.js";
import { watchToasts } from "./toasts.js";
import { offerRinging } from "./ringing.js";
import { watchUnsaved } from "./unsaved.js";
import { watchCopying } from "./copying.js";

settleAnswer();
watchMenus();
showOpenTabs();
watchToasts();
watchSwaps();
watchCounters();
watchShortcuts();
watchUnsaved();
watchCopying();
markSurplus();
sendKept();
offerRinging();
