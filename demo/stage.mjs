// How the demo looks: plain lines that fit the terminal, in colour where the terminal has it.
import pc from 'picocolors';

const NARROWEST = 40;
const WIDEST = 100;

/**
 * @param {NodeJS.WriteStream} out
 * @param {NodeJS.ProcessEnv} env
 */
export function openStage(out, env) {
  const wanted = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  const paint = pc.createColors(!env.NO_COLOR && (wanted || (out.isTTY === true && env.TERM !== 'dumb')));
  const width = () => Math.max(NARROWEST, Math.min(WIDEST, (out.columns ?? 80) - 2));
  const print = (line = '') => out.write(`${line}\n`);

  /** Wraps `text` under `indent`; `style` colours whole lines, so that no escape is ever cut. */
  const say = (text, { indent = '  ', style = (line) => line, bar = '' } = {}) => {
    for (const line of wrap(text, width() - indent.length - (bar === '' ? 0 : 2))) {
      print(`${indent}${bar === '' ? '' : `${bar} `}${style(line)}`.trimEnd());
    }
  };

  return {
    paint,
    print,
    say,
    title(name, text) {
      print();
      say(name, { style: paint.bold });
      say(text);
    },
    /** `agent ─ sallyport ─┬─ files   14 tools` */
    tree(root, branches) {
      const longest = Math.max(...branches.map(([name]) => name.length));
      print();
      branches.forEach(([name, about], i) => {
        const isFirst = i === 0;
        const joint = branches.length === 1 ? '───' : isFirst ? '─┬─' : i === branches.length - 1 ? ' └─' : ' ├─';
        const stem = isFirst ? root : ' '.repeat(root.length);
        print(`  ${paint.bold(stem)} ${joint} ${paint.cyan(name.padEnd(longest))}  ${paint.dim(about)}`);
      });
    },
    chapter(text) {
      print();
      const rule = '─'.repeat(Math.max(2, width() - text.length - 6));
      print(`  ${paint.dim('──')} ${paint.bold(text)} ${paint.dim(rule)}`);
    },
    /** `1  tickets · read_ticket                 allowed` */
    call(n, server, tool, verdict) {
      const left = `${n}  ${server} · ${tool}`;
      const gap = ' '.repeat(Math.max(2, width() - 2 - left.length - verdict.length));
      print();
      print(`  ${paint.dim(String(n))}  ${paint.cyan(server)} · ${paint.bold(tool)}${gap}${effect(paint, verdict)}`);
    },
    argument(name, value) {
      const text =
        typeof value === 'string'
          ? value.replaceAll('\n', ' ')
          : JSON.stringify(value).replace(/([,:])(?=["[{])/g, '$1 ');
      say(`${name}: ${text}`, { indent: '     ', style: paint.dim });
    },
    /** One thing that Sallyport saw. */
    seen(text) {
      wrap(text, width() - 7).forEach((line, i) => {
        print(`     ${paint.yellow(i === 0 ? '·' : ' ')} ${line}`);
      });
    },
    /** Words of somebody else, behind a bar; `highlight` is shown as what matters in them. */
    quote(text, highlight) {
      const style = (line) =>
        highlight !== undefined && line.includes(highlight)
          ? line.split(highlight).map(paint.dim).join(paint.yellow(highlight))
          : paint.dim(line);
      for (const line of text.split('\n')) say(line, { indent: '     ', bar: paint.dim('│'), style });
    },
    /** One line of `sallyport log --json`, in short. */
    record({ at, kind, effect, tool, call, message }) {
      const what = (effect ?? kind).padEnd(8);
      const time = new Date(at).toLocaleTimeString('en-GB');
      const color = { allow: paint.green, ask: paint.yellow, deny: paint.red }[effect] ?? paint.bold;
      const head = `  ${paint.dim(time)}  ${color(what)}  `;
      print(head + (tool === undefined ? message : `${paint.dim(call)}  ${tool}`));
      if (tool !== undefined && message !== '') say(message, { indent: ' '.repeat(22), style: paint.dim });
    },
    /** The question of a breakpoint. */
    question(lines) {
      const bar = paint.yellow('┃');
      print();
      lines.forEach((line, i) => {
        say(line, { bar, style: i === 0 ? (text) => paint.bold(paint.yellow(text)) : (text) => text });
      });
    },
  };
}

const effect = (paint, verdict) => ({ allowed: paint.green, held: paint.yellow, refused: paint.red })[verdict](verdict);

/** Breaks at spaces, keeping the indentation of a line; what is longer than a line is cut into lines. */
export function wrap(text, width) {
  return text.split('\n').flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const room = Math.max(10, width - indent.length);
    const lines = [];
    let current = '';
    for (let word of line.trim().split(/ +/)) {
      if (current !== '' && current.length + 1 + word.length > room) {
        lines.push(current);
        current = '';
      }
      for (; word.length > room; word = word.slice(room)) lines.push(word.slice(0, room));
      current = current === '' ? word : `${current} ${word}`;
    }
    lines.push(current);
    return lines.map((one) => indent + one);
  });
}
