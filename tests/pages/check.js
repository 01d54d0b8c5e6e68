// Looks at each page named on the command line (a file or an address): axe-core in a real browser, as wide as a desk and as
// narrow as a phone; whether the page moves sideways on the phone; what the browser complains of; html-validate.
// Addresses are asked for with the token PAGES_TOKEN, if there is one.
// A page whose name begins with "broken" must be found wrong in each of these ways, or the check itself is broken.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
const PHONE = 360;
const WIDTHS = [1200, PHONE];

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard"],
  rules: {},
});

async function findings(browser, address) {
  const found = [];
  const token = process.env.PAGES_TOKEN;
  const page = await browser.newPage({
    locale: "de-DE",
    extraHTTPHeaders: token ? { Authorization: `Bearer ${token}` } : {},
  });
  const complain = (text) => found.push(["browser", text]);
  page.on("console", (message) => message.type() === "error" && complain(message.text()));
  page.on("pageerror", (error) => complain(String(error)));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const answer = await page.goto(address, { waitUntil: "load" });
    if (width === PHONE) {
      const sideways = await page.evaluate(() => document.scrollingElement.scrollWidth);
      if (sideways > PHONE) found.push(["width", `the page is ${sideways} px wide on a screen of ${PHONE} px`]);
    } else {
      if (answer && !answer.ok()) found.push(["browser", `status ${answer.status()}`]);
      const report = await validator.validateString(await answer.text(), address);
      for (const { line, column, ruleId, message } of report.results.flatMap((result) => result.messages)) {
        found.push(["html", `${line}:${column} ${message} [${ruleId}]`]);
      }
    }
    await page.evaluate(AXE);
    const { violations, passes } = await page.evaluate(
      (values) => globalThis.axe.run({ runOnly: { type: "tag", values } }), TAGS);
    if (passes.length === 0) found.push(["axe", "no rule applied: nothing was looked at"]);
    for (const { id, help, nodes } of violations) {
      const where = nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ");
      found.push(["axe", `${width} px: ${help} [${id}] at ${nodes.length}: ${where}`]);
    }
  }
  await page.close();
  return found;
}

const browser = await chromium.launch({
  executablePath: process.env.SACHSTAND_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run"],
});
let wrong = 0;
for (const name of process.argv.slice(2)) {
  const address = /^https?:/.test(name) ? name : pathToFileURL(name).href;
  const found = await findings(browser, address);
  if (basename(name).startsWith("broken")) {
    const missed = ["axe", "width", "browser", "html"].filter((way) => !found.some(([by]) => by === way));
    console.log(`${missed.length ? "NOT NOTICED" : "noticed"}  ${name}`);
    for (const way of missed) console.log(`  ${way}: this page is wrong, and it was not said`);
    wrong += missed.length;
    continue;
  }
  console.log(`${found.length ? "WRONG" : "ok"}  ${name}`);
  for (const [by, text] of found) console.log(`  ${by}: ${text}`);
  wrong += found.length;
}
await browser.close();
process.exitCode = wrong > 0 ? 1 : 0;
