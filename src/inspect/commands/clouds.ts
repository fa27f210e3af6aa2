import { destructive, sensitive } from '../shell/deeds.ts';
import { has, isOn, type Judge, operandsOf, some, valuesOf } from './options.ts';

const deletes = destructive('Deletes cloud resources.');
const stops = destructive('Stops cloud resources.');
const reads = sensitive('Reads a secret from where it is stored.');
const grants = destructive('Changes permissions in a cloud.');
const opens = destructive('Opens a cloud resource to everybody.');
const EVERYBODY =
  /^(?:0\.0\.0\.0\/0|::\/0|\*|allUsers|allAuthenticatedUsers|public-read(?:-write)?|authenticated-read|Everyone)$|=(?:0\.0\.0\.0\/0|::\/0|allUsers|allAuthenticatedUsers|public-read(?:-write)?)$/;
const GLOBAL =
  '--profile --region --endpoint-url --output --query --project --account --subscription -g --resource-group -n --name -R --repo -a --app -o --context --cli-input-json'.split(
    ' ',
  );

/** `rb`, `rm` and `mv` of a bucket, and similar verbs of other services. A dry run (`--dryrun`) changes nothing. */
const aws: Judge = (args) => {
  if (has(args, '', '--dryrun', '--dry-run', '--generate-cli-skeleton')) return undefined;
  const [service = '', verb = ''] = operandsOf(args, GLOBAL);
  if (
    /^(?:rb|rm|delete-[\w-]+|terminate-[\w-]+|purge-[\w-]+|deregister-[\w-]+|schedule-key-deletion|empty)$/.test(verb)
  )
    return deletes;
  if (
    /^(?:stop-(?:instances|logging|db-instance|db-cluster|task)|disable-key|release-address|detach-volume)$/.test(verb)
  )
    return stops;
  if (
    ['--desired-count', '--desired-capacity', '--backup-retention-period'].some((one) => valuesOf(args, one)[0] === '0')
  )
    return stops;
  if (verb === 'sync' && has(args, '', '--delete') && some(args.slice(-3), /^s3:/)) return deletes;
  if (
    /^(?:get-secret-value|batch-get-secret-value|get-parameters?(?:-by-path)?|get-session-token|get-login-password|get-password-data)$/.test(
      verb,
    )
  )
    return reads;
  if (
    service === 'iam' &&
    /^(?:create-(?:access-key|login-profile|user|role)|attach-|put-|add-user-to-group|update-assume-role)/.test(verb)
  )
    return grants;
  if (/^(?:authorize-|put-|modify-|create-|update-|set-|cp$|sync$|mv$)/.test(verb) && some(args, EVERYBODY))
    return opens;
  return undefined;
};

const VERB_STOPS = /^(?:stop|deallocate|disable)$/;
const VERB_DELETES = /^(?:delete(?:-batch)?|remove|rm|destroy|purge|terminate|undeploy|rb|drop|deprovision)$/;

/** Tools with commands of the form `noun verb`, at any depth: the verb is one of the first five words. */
const nouns =
  (isSecret: (words: readonly string[]) => boolean = () => false): Judge =>
  (args) => {
    if (isOn(args, '--dry-run', '--what-if', '--dryrun') || has(args, '', '--help')) return undefined;
    const words = operandsOf(args, GLOBAL).slice(0, 5);
    if (words.some((word) => VERB_DELETES.test(word) || /:(?:destroy|delete|remove|reset)$/.test(word))) return deletes;
    if (words.some((word) => VERB_STOPS.test(word))) return stops;
    if (words.slice(0, 3).join(' ') === 'role assignment create') return grants;
    if (words.slice(-2).join(' ') === 'credential reset') return grants;
    if (words.some((word) => /^(?:add-iam-policy-binding|set-iam-policy|create-key|add-iam-member)$/.test(word)))
      return grants;
    if (some(args, EVERYBODY) && words.some((word) => /^(?:create|add|update|set|ch|iam)$/.test(word))) return opens;
    return isSecret(words) ? reads : undefined;
  };

const gcloud = nouns(
  (words) => (words.includes('secrets') && words.includes('access')) || words.includes('print-access-token'),
);
const az = nouns(
  (words) =>
    (words[0] === 'keyvault' && words[1] === 'secret' && /^(?:show|download|backup)$/.test(words[2] ?? '')) ||
    words.includes('get-access-token'),
);

const gh: Judge = (args) => {
  const [noun, verb] = operandsOf(args, GLOBAL);
  if (verb === 'delete' || (noun === 'release' && verb === 'delete-asset'))
    return destructive('Deletes something on GitHub.');
  if (noun === 'auth' && verb === 'token') return reads;
  if ((noun === 'secret' || noun === 'variable') && (verb === 'set' || verb === 'remove'))
    return sensitive('Changes a secret of a repository.');
  if (noun === 'repo' && (verb === 'archive' || (verb === 'edit' && some(args, /^--visibility/))))
    return destructive('Changes who may see or use a repository.');
  if ((noun === 'ssh-key' || noun === 'gpg-key') && verb === 'add')
    return sensitive('Gives a key access to an account.');
  return noun === 'api' && valuesOf(args, '-X', '--method').some((one) => /^DELETE$/i.test(one))
    ? destructive('Deletes something on GitHub.')
    : undefined;
};

const secretStore =
  (verbs: RegExp): Judge =>
  (args) =>
    operandsOf(args, GLOBAL)
      .slice(0, 3)
      .some((word) => verbs.test(word))
      ? reads
      : undefined;

const gsutil: Judge = (args) => {
  const words = operandsOf(args, ['-o', '-u', '-p']);
  if (/^(?:rm|rb)$/.test(words[0] ?? '')) return deletes;
  if (words[0] === 'rsync' && has(args, 'd') && !has(args, 'n')) return deletes;
  return /^(?:iam|acl|defacl)$/.test(words[0] ?? '') && some(args, /allUsers|AllUsers|public-read/) ? opens : undefined;
};

/** Command-line tools of cloud and hosting providers, and of their secret stores. */
export const CLOUDS: readonly (readonly [name: string, judge: Judge])[] = [
  ['aws', aws],
  ['gcloud', gcloud],
  ['gsutil', gsutil],
  ['az', az],
  ...'doctl heroku fly flyctl linode-cli hcloud ibmcloud oci scw vercel netlify wrangler railway openstack eksctl firebase supabase glab'
    .split(' ')
    .map((name) => [name, nouns()] as const),
  ['gh', gh],
  ['vault', secretStore(/^(?:read|get|unwrap)$/)],
  ['op', secretStore(/^(?:read|get|inject)$/)],
  ['bw', secretStore(/^(?:get|export)$/)],
  ['pass', (args) => (/^(?:show|-c|--clip)$/.test(args[0] ?? '') ? reads : undefined)],
  ['gopass', (args) => (/^(?:show|cat)$/.test(args[0] ?? '') ? reads : undefined)],
  ['security', secretStore(/^(?:find-(?:generic|internet)-password|dump-keychain|export)$/)],
  ['secret-tool', secretStore(/^(?:lookup|search)$/)],
  ['doppler', (args) => (args[0] === 'secrets' && /^(?:get|download)$/.test(args[1] ?? '') ? reads : undefined)],
];
