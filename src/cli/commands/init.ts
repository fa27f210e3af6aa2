import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { aboutThis, CONFIG_FILE } from '../../app/places/config-place.ts';
import { SCHEMA_FILE } from '../../config/json-schema.ts';
import { codeOf } from '../../model/caught.ts';
import type { Screen } from '../screen.ts';

const STARTER = `# yaml-language-server: $schema=${SCHEMA_FILE.href}
#
# What Sallyport stands in front of. Check it with \`sallyport check\`, look at what it runs with
# \`sallyport trust\`, and give your client this one server:
#   command: sallyport    args: [serve, --config, THIS FILE]

servers:
  # A program that speaks over stdin and stdout. \${workspace} is the folder the client works in; Claude Desktop works
  # in none, so write the folder itself for it.
  files:
    command: npx
    args: [-y, "@modelcontextprotocol/server-filesystem", "\${workspace}"]

  # An address. Secrets are never written here: \${env:NAME}, \${file:PATH} and \${keychain:NAME} fetch them.
  # crm:
  #   url: https://crm.example/mcp
  #   headers: { Authorization: "Bearer \${env:CRM_TOKEN}" }     # or auth: { oauth: {} }, then: sallyport login crm
  #   labels: [pii]          # marks on its results; a server without labels counts as untrusted

# Once an agent is named here, it has the tools of its purpose and no others.
# agents:
#   support: { match: { launch: support }, purpose: triage }     # sallyport serve --agent support
# purposes:
#   triage: { about: "Read tickets, draft answers", allow: ["crm.get_*", "bank.*"], deny: ["*.delete_*"] }

policy:
  # observe: nothing is held, everything recorded; recommended: few, well-aimed questions; strict.
  packs: [recommended]

  # Rules of your own: a condition and an effect (allow, ask, deny). The strictest that matches counts.
  # rules:
  #   - id: money-needs-a-human
  #     tools: ["bank.*"]
  #     when: has(call.args.amount) && double(call.args.amount) > 100.0
  #     effect: ask
  #     reason: Money leaves.

  # Tests of the policy, run by \`sallyport check\`.
  # tests:
  #   - { call: { tool: bank.send, args: { amount: 500 }, agent: support }, expect: ask }
`;

/** Writes a commented configuration to start from. Never overwrites an existing one. */
export async function init({ config = CONFIG_FILE }: { readonly config?: string }, screen: Screen): Promise<number> {
  const file = path.resolve(config);
  try {
    await writeFile(file, STARTER, { flag: 'wx' });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') throw new Error(`${file} exists already and was left as it is; name another with --config`);
    if (code === 'ENOENT') throw new Error(`the folder ${path.dirname(file)} does not exist; make it first`);
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      throw new Error(
        `${file} cannot be written: this user may not write into ${path.dirname(file)}; name another with --config`,
      );
    throw error;
  }
  const about = aboutThis({ file });
  screen.out(`${file} is written. Next: edit it, then\n  sallyport check${about}\n  sallyport trust${about}`);
  return 0;
}
