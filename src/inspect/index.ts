import type { Inspector } from '../model/inspector.ts';
import type { InspectContext } from './context.ts';
import { instructions } from './instructions.ts';
import { provenance } from './provenance.ts';
import { schema } from './schema.ts';
import { secrets } from './secrets.ts';
import { unicode } from './unicode.ts';

/** Every inspector there is. They all run, on every call and result; order cannot matter. */
export const inspectors = (_context: InspectContext): Inspector[] => [
  schema,
  secrets,
  unicode,
  instructions,
  provenance,
];
