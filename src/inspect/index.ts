import type { Inspector } from '../model/inspector.ts';
import { carried } from './carried.ts';
import type { InspectContext } from './context.ts';
import { definition } from './definition.ts';
import { foreign } from './foreign.ts';
import { fragments } from './fragments.ts';
import { instructions } from './instructions.ts';
import { labels } from './labels.ts';
import { mode } from './mode.ts';
import { otherValue } from './other-value.ts';
import { outflow } from './outflow.ts';
import { paths } from './paths.ts';
import { personal } from './personal.ts';
import { provenance } from './provenance.ts';
import { purpose } from './purpose.ts';
import { questions } from './questions.ts';
import { loadPatterns } from './reading/patterns.ts';
import { rights } from './rights.ts';
import { schema } from './schema.ts';
import { secrets } from './secrets.ts';
import { self } from './self.ts';
import { loadGrammars } from './shell/grammars.ts';
import { shell } from './shell.ts';
import { loadSql, sql } from './sql.ts';
import { ssrf } from './ssrf.ts';
import { unicode } from './unicode.ts';
import { wording } from './wording.ts';

export type { InspectContext } from './context.ts';

/** All inspectors. They all run on every call and result; their order does not matter. */
export const inspectors = (context: InspectContext): Inspector[] => [
  schema,
  secrets(context),
  personal,
  unicode,
  instructions,
  wording,
  fragments,
  sql,
  shell(context),
  paths(context),
  ssrf,
  self(context),
  labels,
  provenance(context),
  carried,
  outflow,
  mode,
  otherValue,
  questions,
  rights,
  purpose,
  definition,
  foreign,
];

/** The names of the built-in inspectors, which no user-defined inspector may use. */
export const INSPECTOR_NAMES: readonly string[] = inspectors({
  home: '/',
  platform: process.platform,
  ownFiles: [],
  stateDirectories: [],
  clientConfigs: [],
  roots: [],
}).map(({ name }) => name);

/**
 * Loads what inspectors need for only some calls, for whoever measures or tests the rest; never rejects. Serving leaves it to
 * the first such call: many processes never get one, and it is 20 MB in each.
 */
export async function warm(): Promise<void> {
  await Promise.allSettled([loadPatterns(), loadSql(), loadGrammars()]);
}
