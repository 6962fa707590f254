// The page of a calendar shared with outsiders does one thing by script: its address is copied by a button.
import { watchCopying } from "./copying.js";

watchCopying();
