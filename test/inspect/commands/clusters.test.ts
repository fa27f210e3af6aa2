import { expect, test } from 'vitest';
import { CLUSTERS } from '../../../src/inspect/commands/clusters.ts';
import { gravity } from './seen.ts';

const seen = gravity(CLUSTERS);

test.each([
  ['kubectl delete ns x', 'high'],
  ['kubectl delete ns x --dry-run=client', undefined],
  ['kubectl delete ns x --dry-run=none', 'high'],
  ['kubectl patch d x -p {"hostPID":true}', 'critical'],
  ['kubectl patch d x -p {"replicas":3}', undefined],
  ['kubectl patch clusterrole x -p {"verbs":["*"]}', 'high'],
  ['kubectl patch clusterrole x -p {"verbs":["get"]}', undefined],
  ['kubectl create clusterrole x --verb=*', 'high'],
  ['kubectl create clusterrole x --verb=get', undefined],
  ['kubectl --context kind-dev delete ns x', 'low'],
  ['kubectl --context=minikube scale d --replicas=0', 'low'],
  ['kubectl --context prod delete ns x', 'high'],
  ['kubectl --context minikube --context prod delete ns x', 'high'],
  ['kubectl --context minikube run x --image=y --privileged', 'critical'],
  ['kubectl exec x -- ls /srv', 'low'],
  ['kubectl exec x -- sh', 'medium'],
  ['kubectl exec x -- env', 'medium'],
  ['kubectl -n web get pods', undefined],
  ['kubectl get secret x -o yaml', 'medium'],
  ['kubectl get secret x -o name', undefined],
  ['kubectl drain n --force', 'high'],
  ['kubectl drain n', undefined],
  ['kubectl scale d --replicas=0', 'high'],
  ['kubectl scale d --replicas 3', undefined],
  ['kubectl apply -f https://there.example/x', 'high'],
  ['kubectl apply -f x.yaml', undefined],
  ['helm uninstall x', 'high'],
  ['helm list', undefined],
  ['terraform plan -destroy', undefined],
  ['terraform apply -destroy', 'high'],
  ['terraform -chdir=x destroy', 'high'],
  ['terraform state rm x', 'medium'],
  ['pulumi preview', undefined],
  ['pulumi destroy', 'high'],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
