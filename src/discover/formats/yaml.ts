import type { Json } from '../../model/json.ts';
import { beginningOf, follow, yamlDocument } from '../../model/yaml.ts';
import { type Broken, brokenBy, type Parsed } from './format.ts';

export function readYaml(text: string): Parsed | Broken {
  try {
    const document = yamlDocument(text);
    const [error] = document.errors;
    if (error !== undefined) return { offset: error.pos[0], what: error.message };
    const value = document.toJS({ maxAliasCount: 100 }) as Json;
    const offsetOf: Parsed['offsetOf'] = (path) => {
      const found = follow(document, path);
      return found.isWhole ? beginningOf(found) : undefined;
    };
    return { value, doubles: [], offsetOf };
  } catch (error) {
    return brokenBy(error, 0);
  }
}
