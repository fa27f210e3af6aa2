import { type Deed, destructive, givesMachine, judgeWrite, sensitive } from '../shell/deeds.ts';
import { has, isOn, type Judge, operandsOf, some, valuesOf } from './options.ts';

const removes = destructive('Removes containers, images or volumes.', 'medium');

/** Only low: any program on the machine can already use its addresses, shared memory and host name. */
const shares = destructive("Lets a container use the machine's own network or shared memory.", 'low');
const caches = destructive('Removes images or caches that can be fetched or built again.', 'low');

/** Options of `run` and `create` that take no value. Every other option takes the next word, unless it contains `=`. */
const ALONE =
  /^(?:-[ditPq]+|--(?:detach|interactive|tty|rm|init|privileged|read-only|no-healthcheck|oom-kill-disable|publish-all|quiet|help|replace|no-hosts|env-host|http-proxy|rmi|rootfs|passwd|tls-verify|sig-proxy|disable-content-trust))$/;
/** Global options, placed before the subcommand, that take a value. */
const GLOBAL =
  '-H --host -c --context --config -l --log-level -n --namespace -f --file -p --project-name --profile --env-file --url --connection -a --address'.split(
    ' ',
  );

const SOCKET =
  /^(?:unix:\/\/)?\/(?:var\/)?run\/(?:user\/\d+\/)?(?:docker|containerd\/containerd|podman\/podman|crio\/crio)\.sock/;
/** Host folders that give control over the host: whoever can write to them owns the machine. */
const HOST_FOLDER =
  /^(?:\/(?:etc|root|home|usr|s?bin|lib\w*|boot|proc|sys|dev|run|var(?:\/(?:run|lib(?:\/(?:docker|containerd|kubelet))?|spool\/cron))?|Users|System|Library|host)?|~|\$\{?HOME\}?|[a-z]:[\\/]?(?:windows|users)?)[\\/]?$/i;
/** Devices that hold the data or memory of others. A container may well be given sound, graphics and the like. */
const DISK = /^\/dev\/(?:sd|nvme|hd|vd|xvd|mmcblk|dm-|mapper\/|disk\/|mem|kmem|port|loop)/;

/** In `SRC:DST:opts` and `type=bind,src=SRC,dst=DST`, only SRC is on the host. A bare name is a volume. */
function sourceOf(mount: string): { source: string; isReadOnly: boolean } {
  if (/(?:^|,)(?:type|source|src|target|dst|destination)=/.test(mount)) {
    const parts = mount.split(',');
    const source = parts.find((part) => /^(?:source|src)=/.test(part))?.replace(/^\w+=/, '') ?? '';
    const isBind = !parts.some((part) => /^type=(?!bind|glob)/.test(part));
    return {
      source: isBind ? source : '',
      isReadOnly: parts.some((part) => /^(?:readonly|ro)(?:=true|=1)?$/.test(part)),
    };
  }
  const [, source = '', rest = ''] = /^([a-zA-Z]:[\\/][^:]*|[^:]*)(?::(.*))?$/.exec(mount) ?? [];
  return { source: rest === '' ? '' : source, isReadOnly: /:(?:.*,)?ro(?:,|$)/.test(rest) };
}

function mounts(options: readonly string[]): Deed | undefined {
  for (const mount of valuesOf(options, '-v', '--volume', '--mount')) {
    const { source, isReadOnly } = sourceOf(mount);
    if (SOCKET.test(source)) return givesMachine;
    if (/^\/\/*$/.test(source)) return givesMachine;
    if (HOST_FOLDER.test(source) && source !== '')
      return isReadOnly ? sensitive('Gives a container access to a folder of the machine.') : givesMachine;
    const deed = isReadOnly ? undefined : judgeWrite(source);
    if (deed !== undefined) return deed;
  }
  return undefined;
}

/** Where the image is named: everything behind it belongs to the command inside the container. */
function imageAt(args: readonly string[]): number {
  let end = 0;
  while (end < args.length && /^-/.test(args[end] ?? '')) {
    const arg = args[end] ?? '';
    const isAlone = ALONE.test(arg) || arg.includes('=') || /^-[ditPq]*[evpuwhlmcar].+/.test(arg);
    end += isAlone || /^-/.test(args[end + 1] ?? '') ? 1 : 2;
  }
  return end;
}

/** The command that `run` starts in a container; none in one that shares no folder, and is gone with all that is in it. */
export function startedIn(args: readonly string[]): readonly string[] {
  const at = imageAt(args);
  const isShared = some(args.slice(0, at), /^(?:-[ditPq]*v|--(?:volume|mount|volumes-from)(?:=|$))/);
  return isShared ? args.slice(at + 1) : [];
}

const run = (args: readonly string[]): Deed | undefined => {
  const options = args.slice(0, imageAt(args));
  // docker rejects the whole command if the value is not a boolean.
  if (some(options, /^--privileged=(?!(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$)/)) return undefined;
  if (isOn(options, '--privileged')) return givesMachine;
  for (const name of ['--pid', '--userns', '--cgroupns'])
    if (valuesOf(options, name).includes('host')) return givesMachine;
  if (
    valuesOf(options, '--cap-add').some((one) =>
      /^(?:CAP_)?(?:ALL|SYS_(?:ADMIN|PTRACE|MODULE|RAWIO|BOOT)|DAC_READ_SEARCH|DAC_OVERRIDE|BPF|MAC_ADMIN)$/i.test(one),
    )
  )
    return givesMachine;
  if (
    valuesOf(options, '--security-opt').some((one) =>
      /(?:unconfined|label[=:]disable|no-new-privileges[=:]false)/.test(one),
    )
  )
    return destructive('Takes away what isolates a container from the machine.');
  if (valuesOf(options, '--device').some((one) => DISK.test(one))) return givesMachine;
  const isNear = ['--net', '--network', '--ipc', '--uts'].some((name) => valuesOf(options, name).includes('host'));
  return mounts(options) ?? (isNear ? shares : undefined);
};

/** docker, podman, nerdctl: which parts of the host they give to a container, and what they remove. */
export const container: Judge = (args) => {
  let at = 0;
  while (at < args.length && /^-/.test(args[at] ?? '')) at += GLOBAL.includes(args[at] ?? '') ? 2 : 1;
  if (valuesOf(args.slice(0, at), '-H', '--host', '--url', '-a', '--address').some((one) => SOCKET.test(one)))
    return givesMachine;
  const [word = '', ...rest] = args.slice(at);
  switch (word) {
    case 'run':
    case 'create':
      return run(rest);
    case 'exec':
      return has(rest.slice(0, 6), '', '--privileged') ? givesMachine : undefined;
    case 'cp': {
      const to = operandsOf(rest).at(-1) ?? '';
      return /^[\w.-]+:/.test(to) ? undefined : judgeWrite(to);
    }
    case 'rmi':
      return caches;
    case 'stop':
    case 'kill':
    case 'rm':
      if (word !== 'rm' && some(rest, /^\$\(|^`/)) return destructive('Stops all containers that it finds.', 'medium');
      return word !== 'stop' && (has(rest, 'f', '--force') || has(rest, 'v', '--volumes') || has(rest, 'a', '--all'))
        ? removes
        : undefined;
    case 'compose':
    case 'stack': {
      const inner = operandsOf(rest, GLOBAL);
      if (inner[0] === 'rm' && word === 'stack') return removes;
      if (inner[0] === 'run') return run(rest.slice(rest.indexOf('run') + 1));
      return /^(?:down|rm)$/.test(inner[0] ?? '') && (has(rest, 'v', '--volumes') || has(rest, '', '--rmi'))
        ? removes
        : undefined;
    }
    case 'container':
      return container(rest, 'docker');
    case 'image':
    case 'builder':
    case 'buildx':
      return some(rest.slice(0, 1), /^(?:rm|prune)$/) ? caches : undefined;
    case 'volume':
    case 'network':
    case 'system':
    case 'swarm':
    case 'secret':
    case 'service':
    case 'context':
    case 'machine':
      return some(rest.slice(0, 1), /^(?:rm|remove|prune|leave|reset)$/) && !has(rest, 'h', '--help')
        ? removes
        : undefined;
    case 'prune':
      return removes;
    default:
      return undefined;
  }
};
