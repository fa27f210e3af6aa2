import { canonicalText, sha256 } from '../model/json/canonical.ts';
import type { ToolFacts } from '../model/tool.ts';
import { OWN_SERVER } from './names.ts';

/** A tool of the union itself. Answered by us; no upstream has it. */
export interface OwnTool {
  readonly name: 'resume' | 'status';
  /** As it is listed. */
  readonly shown: string;
  readonly text: string;
  readonly facts: ToolFacts;
}

const define = (name: OwnTool['name'], roles: ToolFacts['roles'], rest: object): OwnTool => {
  const shown = `${OWN_SERVER}__${name}`;
  const text = JSON.stringify({ name: shown, ...rest });
  const facts: ToolFacts = { powers: ['read'], roles, labels: [], definition: sha256(canonicalText(text)) };
  return Object.freeze({ name, shown, text, facts: Object.freeze(facts) });
};

export const OWN_TOOLS: readonly OwnTool[] = Object.freeze([
  define(
    'resume',
    { '/id': 'target' },
    {
      title: 'Resume a held call',
      description:
        'Runs a call that was held for a person, exactly as it was first sent, once it has been approved. Use the id from the message that said it was held. Answers what the call answers, or that it still waits.',
      inputSchema: {
        type: 'object',
        properties: { id: { type: 'string', description: 'The id of the held call' } },
        required: ['id'],
        additionalProperties: false,
      },
    },
  ),
  define(
    'status',
    {},
    {
      title: 'What is held, and which servers are missing',
      description:
        'Lists the calls of this session that wait for a person, and the servers that are still starting, wait for trust or have failed.',
      inputSchema: { type: 'object', properties: {}, additionalProperties: false },
      annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
    },
  ),
]);
