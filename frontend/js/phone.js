// The page of a dialog time works as plain forms. With this script what is logged is kept at once and sent when there
// is a line, so that a tunnel costs nothing.
import { watchCopying } from "./copying.js";
import { watchForms } from "./logging.js";
import { helpWithoutLine } from "./offline.js";
import { sendKept } from "./sending.js";
import { watchToasts } from "./toasts.js";

watchToasts();
watchCopying();
watchForms();
helpWithoutLine();
sendKept();
