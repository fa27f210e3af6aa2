import { type Deed, destructive, givesMachine, sensitive } from '../shell/deeds.ts';
import { has, isOn, type Judge, operandsOf, some, valuesOf } from './options.ts';

const VALUED =
  '-n --namespace -c --container -l --selector -o --output --context --kubeconfig -f --filename --cluster --user -chdir --stack -s -C --cwd --as --token --server'.split(
    ' ',
  );

/** Granting somebody broad rights: cluster-admin, admin or edit. */
const ADMIN = /^--(?:clusterrole|role)=(?:cluster-admin|admin|edit)$|^system:masters$/;

/** Clusters that run on the local machine, recognised by the names their tools give them. */
const LOCAL = /^(?:kind-.+|k3d-.+|minikube|docker-desktop|rancher-desktop|orbstack|colima.*|microk8s)$/;
/** Settings in a pod's JSON or YAML that give it access to the host. */
const HOST = /"?(?:privileged|hostPID|hostNetwork|hostIPC)"?\s{0,5}:\s{0,5}true|"?hostPath"?\s{0,5}:/;
const EVERY_RIGHT = /cluster-admin|system:masters|"?verbs"?\s{0,5}:\s{0,5}\[\s{0,5}["']?\*/;
const everyRight = destructive('Gives somebody all permissions in a cluster.');

/** Read-only commands, as harmless inside a container as outside it. */
const LOOKS =
  /^(?:ls|ps|df|du|date|hostname|id|whoami|uname|uptime|free|pwd|wc|nproc|nslookup|getent|cat|head|tail|grep|stat)$/;

const kubectl: Judge = (args, name) => {
  const deed = inCluster(args, name);
  if (deed?.kind !== 'shell.destructive' || deed.severity === 'critical') return deed;
  const contexts = valuesOf(args, '--context', '--kube-context');
  return contexts.length > 0 && contexts.every((one) => LOCAL.test(one)) ? { ...deed, severity: 'low' } : deed;
};

const inCluster: Judge = (args) => {
  const words = operandsOf(args, VALUED);
  const verb = words[0] ?? '';
  if (isOn(args, '--dry-run')) return undefined;
  switch (verb) {
    case 'delete':
      return destructive('Deletes objects in a cluster.');
    // Without one of these flags `drain` spares pods that would not restart elsewhere or would lose data.
    case 'drain':
      return has(args, '', '--force', '--delete-emptydir-data', '--delete-local-data', '--disable-eviction')
        ? destructive('Takes a machine out of a cluster and discards what runs on it.')
        : undefined;
    case 'replace':
      return has(args, '', '--force') ? destructive('Deletes objects in a cluster.') : undefined;
    case 'scale':
    case 'autoscale':
      return valuesOf(args, '--replicas').includes('0') ? destructive('Stops what runs in a cluster.') : undefined;
    case 'exec': {
      const at = args.indexOf('--');
      return at > 0 && LOOKS.test(args[at + 1] ?? '')
        ? sensitive('Looks around inside a cluster.', 'low')
        : sensitive('Runs a command inside a cluster.');
    }
    case 'attach':
    case 'debug':
      return sensitive('Runs a command inside a cluster.');
    case 'run':
    case 'create':
      if (has(args, '', '--privileged') || some(args, HOST)) return givesMachine;
      if (words[1] === 'clusterrole' && some(args, /^--verb=\*/)) return everyRight;
      return /rolebinding/.test(words[1] ?? '') && some(args, ADMIN) ? everyRight : undefined;
    case 'get':
    case 'describe':
      // Listing or describing secrets prints their names only; an output format such as `-o yaml` prints their values.
      return verb === 'get' &&
        some(words.slice(1), /^(?:.*,)?secrets?(?:[/,]|$)/) &&
        valuesOf(args, '-o', '--output').some((form) => form !== '' && !/^(?:wide|name)$/.test(form))
        ? sensitive('Reads a secret from where it is stored.')
        : undefined;
    case 'patch':
      if (some(args, HOST)) return givesMachine;
      return some(args, EVERY_RIGHT) ? everyRight : undefined;
    case 'taint':
      return some(words, /:NoExecute$/)
        ? destructive('Takes a machine out of a cluster and discards what runs on it.')
        : undefined;
    case 'apply':
      if (has(args, '', '--prune')) return destructive('Deletes objects in a cluster.');
      return appliedFrom(args);
    case 'edit':
    case 'set':
      return appliedFrom(args);
    case 'adm':
      return destructive('Changes permissions in a cluster.');
    case 'config':
      return words[1] === 'view' && has(args, '', '--raw')
        ? sensitive('Reads a secret from where it is stored.')
        : undefined;
    default:
      return undefined;
  }
};

const appliedFrom = (args: readonly string[]): Deed | undefined =>
  valuesOf(args, '-f', '--filename', '-k').some((file) => /^https?:/.test(file))
    ? destructive('Installs what it downloads in a cluster.')
    : undefined;

const helm: Judge = (args) => {
  if (isOn(args, '--dry-run')) return undefined;
  return /^(?:uninstall|delete|del|un|rollback)$/.test(operandsOf(args, VALUED)[0] ?? '')
    ? destructive('Deletes a release.')
    : undefined;
};

const unconfirmed = destructive('Changes infrastructure without asking for confirmation.');

const terraform: Judge = (args) => {
  const [verb, noun] = operandsOf(args, VALUED);
  switch (verb) {
    case 'destroy':
      return destructive('Destroys infrastructure.');
    case 'apply':
      if (some(args, /^-{1,2}destroy$/)) return destructive('Destroys infrastructure.');
      // Of a plan in a file it asks nothing.
      return some(args, /^-{1,2}auto-approve$/) || noun !== undefined ? unconfirmed : undefined;
    case 'state':
      return /^(?:rm|push|mv|replace-provider)$/.test(noun ?? '')
        ? destructive('Makes the tool forget infrastructure that still exists.', 'medium')
        : undefined;
    case 'workspace':
      return noun === 'delete'
        ? destructive('Makes the tool forget infrastructure that still exists.', 'medium')
        : undefined;
    case 'taint':
    case 'force-unlock':
      return destructive('Changes the recorded state of infrastructure.', 'medium');
    case 'run-all':
      if (noun === 'destroy') return destructive('Destroys infrastructure.');
      return noun === 'apply' && some(args, /^--?(?:terragrunt-)?non-interactive$/) ? unconfirmed : undefined;
    default:
      return undefined;
  }
};

const pulumi: Judge = (args) => {
  const [verb, noun] = operandsOf(args, VALUED);
  if (has(args, '', '--preview-only')) return undefined;
  if (verb === 'destroy' || verb === 'down') return destructive('Destroys infrastructure.');
  if (verb === 'stack' && noun === 'rm') return destructive('Destroys infrastructure.');
  if ((verb === 'up' || verb === 'update') && has(args, 'y', '--yes', '--skip-preview')) return unconfirmed;
  return verb === 'config' && has(args, '', '--show-secrets')
    ? sensitive('Reads a secret from where it is stored.')
    : undefined;
};

/** Clusters, and infrastructure as code. */
export const CLUSTERS: readonly (readonly [name: string, judge: Judge])[] = [
  ['kubectl', kubectl],
  ['oc', kubectl],
  ['k3s', (args) => (args[0] === 'kubectl' ? kubectl(args.slice(1), 'kubectl') : undefined)],
  ['helm', helm],
  ['terraform', terraform],
  ['tofu', terraform],
  ['terragrunt', terraform],
  ['pulumi', pulumi],
  [
    'cdk',
    (args) => {
      if (args[0] === 'destroy') return destructive('Destroys infrastructure.');
      return args[0] === 'deploy' && valuesOf(args, '--require-approval').includes('never') ? unconfirmed : undefined;
    },
  ],
  ['vagrant', (args) => (args[0] === 'destroy' ? destructive('Destroys a machine.', 'medium') : undefined)],
];
