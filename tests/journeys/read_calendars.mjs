// Reads calendar files with ical.js: prints, for each, its name, its UIDs in order with start and end, and every error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const ICAL = require("ical.js").default ?? require("ical.js");

const found = process.argv.slice(2).map((path) => {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf-8")));
  const events = calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part, { strictExceptions: true });
    return [event.uid, event.startDate.toJSDate().toISOString(), event.endDate.toJSDate().toISOString()];
  });
  return { path, name: calendar.getFirstPropertyValue("x-wr-calname"), events };
});
console.log(JSON.stringify(found));
