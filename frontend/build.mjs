// Builds what the pages load: one style sheet, the scripts, one icon sprite, the fonts and the marks of the site.
// Every file gets a name with a hash of its content; manifest.json says which name stands for which file, so that
// browsers may keep each for a year. Usage: npm ci --ignore-scripts && npm run build

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const modules = path.join(root, "node_modules");
const finished = path.join(root, "calendar_app/static/built");
const out = `${finished}.new-${process.pid}`;

const manifest = { files: {}, icons: [], packed: [] };

async function put(name, content) {
  const { name: stem, ext } = path.parse(name);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const hashed = `${stem}-${hash}${ext}`;
  await writeFile(path.join(out, hashed), content);
  manifest.files[name] = hashed;
  return hashed;
}

async function bundle() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["frontend/css/app.css", "frontend/js/app.js", "frontend/js/outside.js", "frontend/js/phone.js", "frontend/js/worker.js"],
    outdir: out,
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    target: ["chrome123", "firefox128", "safari17.5"],
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    legalComments: "none",
  });
  for (const [file, output] of Object.entries(metafile.outputs)) {
    const source = output.entryPoint ?? Object.keys(output.inputs)[0];
    manifest.files[path.basename(source)] = path.basename(file);
  }
}

function symbol(id, svg) {
  const [, attributes, drawing] = svg.match(/<svg([^>]*)>([\s\S]*)<\/svg>/);
  const viewBox = attributes.match(/viewBox="([^"]+)"/)[1];
  return `<symbol id="${id}" viewBox="${viewBox}">${drawing.replace(/\s*\n\s*/g, "")}</symbol>`;
}

async function wantedIcons() {
  const lines = (await readFile(path.join(here, "icons.txt"), "utf8")).split("\n");
  return lines
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean)
    .map((line) => line.split("=").map((part) => part.trim()))
    .map(([name, source = name]) => [name, path.join(modules, "bootstrap-icons/icons", `${source}.svg`)]);
}

async function ownDrawings() {
  const folder = path.join(here, "drawings");
  return (await readdir(folder)).map((file) => [path.parse(file).name, path.join(folder, file)]);
}

async function sprite() {
  const icons = [...(await wantedIcons()), ...(await ownDrawings())].sort();
  const symbols = await Promise.all(icons.map(async ([id, file]) => symbol(id, await readFile(file, "utf8"))));
  await put("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
  manifest.icons = icons.map(([id]) => id);
}

// Phones want their icons as pixels, in these widths; a maskable one is cut to the phone's own shape.
const PIXELS = [
  ["touch-icon.png", "maskable.svg", 180],
  ["icon-192.png", "favicon.svg", 192],
  ["icon-512.png", "favicon.svg", 512],
  ["maskable-512.png", "maskable.svg", 512],
];

async function marks() {
  await initWasm(readFile(path.join(modules, "@resvg/resvg-wasm/index_bg.wasm")));
  const favicon = await put("favicon.svg", await readFile(path.join(here, "site/favicon.svg")));
  const icons = [{ src: favicon, type: "image/svg+xml", sizes: "any" }];
  for (const [name, drawing, width] of PIXELS) {
    const svg = await readFile(path.join(here, "site", drawing), "utf8");
    const src = await put(name, new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng());
    const purpose = name.startsWith("maskable") ? { purpose: "maskable" } : {};
    if (name !== "touch-icon.png") icons.push({ src, type: "image/png", sizes: `${width}x${width}`, ...purpose });
  }
  for (const language of ["de", "en"]) {
    const site = JSON.parse(await readFile(path.join(here, `site/site.${language}.webmanifest`), "utf8"));
    await put(`site.${language}.webmanifest`, JSON.stringify({ ...site, icons }));
  }
}

// Text travels packed where a browser takes it so; pictures and fonts are packed as they are.
const TEXT = new Set([".css", ".js", ".svg", ".webmanifest"]);

async function pack() {
  manifest.packed = Object.values(manifest.files).filter((file) => TEXT.has(path.extname(file)));
  for (const file of manifest.packed) {
    const packed = gzipSync(await readFile(path.join(out, file)), { level: 9 });
    await writeFile(path.join(out, `${file}.gz`), packed);
  }
}

// The parts of others that travel inside the built files, with the terms they come under.
async function licences() {
  const { dependencies } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  const shipped = Object.keys(dependencies).filter((name) => !["esbuild", "@resvg/resvg-wasm"].includes(name));
  const texts = shipped.map(async (name) => {
    const text = await readFile(path.join(modules, name, "LICENSE"), "utf8");
    return `${name}\n${"=".repeat(name.length)}\n\n${text.trim()}\n`;
  });
  await writeFile(path.join(out, "LICENSES.txt"), (await Promise.all(texts)).join("\n\n"));
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await bundle();
await sprite();
await marks();
await pack();
await licences();
await writeFile(path.join(out, "manifest.json"), JSON.stringify(manifest, null, 1));
// Built aside and moved, so that a failed build leaves the last good one in place.
await rm(finished, { recursive: true, force: true });
await rename(out, finished);
console.log(`Built ${Object.keys(manifest.files).length} files into ${path.relative(root, finished)}`);
