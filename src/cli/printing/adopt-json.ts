import { type AdoptionPlan, type Trouble, troubleText } from '../../app/adopting.ts';

/** What adoption did or would do, for programs. Contains no secrets and no file contents. */
export function planObject(plan: AdoptionPlan, troubles: readonly Trouble[], isWritten: boolean): object {
  const { taken, left, files, config, secrets, reach, agents, elsewhere } = plan;
  const place = ({ found }: { readonly found: AdoptionPlan['elsewhere'][number] }): object => ({
    client: found.slot.client.id,
    file: found.slot.file,
    server: found.name,
  });
  return {
    written: isWritten,
    config: config.file,
    files: files.map(({ client, file }) => ({ client: client.id, file })),
    taken: taken.map((each) => ({ ...place(each), as: each.name, new: each.isNew })),
    left: left.map((each) => ({ ...place(each), why: each.why })),
    secrets: secrets.map(({ name, shelf }) => ({ name, in: shelf.place })),
    reach: reach.map(({ title, file, gains }) => ({ client: title, file, gains })),
    agents: agents.map(({ name, servers, isNew }) => ({ agent: name, servers, new: isNew })),
    projects: elsewhere.map((found) => ({ project: found.slot.project, ...place({ found }) })),
    troubles: troubles.map(troubleText),
  };
}
