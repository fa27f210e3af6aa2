// Writes what is generated: the JSON Schema for editors, the page of keys from it, the page of rules from the packs, and
// the page of clients from their table.
// Run it after `npm run build`; a test says when it was forgotten.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const load = (file) => import(pathToFileURL(path.join(root, 'dist', 'config', file)).href);
const { schemaFile } = await load('json-schema.js');
const { referencePage } = await load('reference-page.js');
mkdirSync(path.join(root, 'docs'), { recursive: true });
writeFileSync(path.join(root, 'servers.config.schema.json'), schemaFile());
writeFileSync(path.join(root, 'docs', 'configuration.md'), referencePage());
const policy = (file) => import(pathToFileURL(path.join(root, 'dist', 'policy', file)).href);
const { rulesPage } = await policy('rules-page.js');
const { readPacks } = await policy('pack.js');
writeFileSync(path.join(root, 'docs', 'rules.md'), rulesPage(readPacks()));
const { clientsPage } = await import(pathToFileURL(path.join(root, 'dist', 'discover', 'clients-page.js')).href);
writeFileSync(path.join(root, 'docs', 'client-files.md'), clientsPage());
