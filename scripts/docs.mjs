// Writes what is generated from the configuration's schema: the JSON Schema for editors and the page for people.
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
