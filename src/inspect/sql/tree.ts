import type { Severity } from '../../model/evidence/severity.ts';
import { isObject, type JsonObject } from '../../model/json.ts';

/** One effect of a statement that a person would want to know about before it happens. */
export interface Effect {
  readonly kind: 'sql.destructive' | 'sql.external';
  readonly severity: Severity;
  readonly message: string;
}

const destructive = (message: string, severity: Severity = 'high'): Effect => ({
  kind: 'sql.destructive',
  severity,
  message,
});
const drops = destructive('Drops a table or another object.');
const external = (message: string): Effect => ({ kind: 'sql.external', severity: 'high', message });

/** Statements whose kind alone decides the effect, by their node names in PostgreSQL's parse tree. */
const STATEMENTS: Readonly<Record<string, Effect>> = {
  DropdbStmt: destructive('Drops a database.', 'critical'),
  DropRoleStmt: destructive('Drops a role.'),
  DropOwnedStmt: destructive('Drops everything that a role owns.', 'critical'),
  DropTableSpaceStmt: destructive('Drops a table space.'),
  DropSubscriptionStmt: destructive('Drops a subscription.'),
  DropUserMappingStmt: destructive('Drops a user mapping.'),
  TruncateStmt: destructive('Empties a table.'),
  GrantStmt: destructive('Changes who may do what.'),
  GrantRoleStmt: destructive('Changes who belongs to a role.'),
  AlterDefaultPrivilegesStmt: destructive('Changes who may do what by default.'),
  AlterRoleStmt: destructive('Changes a role.'),
  CreateRoleStmt: destructive('Makes a role.', 'medium'),
  AlterSystemStmt: destructive("Changes the server's settings.", 'critical'),
  DoStmt: destructive('Runs a block of code that cannot be looked into.'),
  LoadStmt: external('Loads a library into the server.'),
  CreateExtensionStmt: external('Installs an extension.'),
  CreateFunctionStmt: destructive('Defines code that runs in the server.', 'low'),
  ReassignOwnedStmt: destructive('Gives what a role owns to another.'),
};

const REACHING =
  /^(?:pg_read_(?:binary_)?file|pg_ls_\w+|pg_stat_file|pg_file_\w+|lo_(?:import|export|get|put|from_bytea)|dblink\w*|pg_(?:terminate|cancel)_backend|pg_reload_conf|pg_rotate_logfile|xp_cmdshell|query_to_xml\w*|database_to_xml\w*|load_file|sys_(?:exec|eval)|http_(?:get|post)|pg_sleep\w*)$/;

/** The effects of the statements in a parse tree. Iterative, so that a deep tree cannot overflow the stack. */
export function effectsOf(tree: unknown): readonly Effect[] {
  const found = new Set<Effect>();
  const stack: unknown[] = [tree];
  for (let here = stack.pop(); here !== undefined; here = stack.pop()) {
    if (Array.isArray(here)) {
      for (const item of here) stack.push(item);
      continue;
    }
    if (!isObject(here)) continue;
    for (const name in here) {
      const value = here[name];
      if (typeof value !== 'object' || value === null) continue;
      const effect = STATEMENTS[name] ?? (isObject(value) ? judge(name, value) : undefined);
      if (effect !== undefined) found.add(effect);
      stack.push(value);
    }
  }
  // Each effect is told once, however often it occurs.
  return [...new Map(Array.from(found, (effect) => [effect.message, effect])).values()];
}

/** Nodes whose effect depends on their members. */
function judge(name: string, node: JsonObject): Effect | undefined {
  switch (name) {
    // No data are lost with an index, and one statement makes it again.
    case 'DropStmt':
      return node.removeType === 'OBJECT_INDEX' ? undefined : drops;
    case 'DeleteStmt':
      return isEverything(node.whereClause) ? destructive('Deletes every row of a table.') : undefined;
    case 'UpdateStmt':
      return isEverything(node.whereClause) ? destructive('Changes every row of a table.') : undefined;
    case 'MergeWhenClause':
      return node.commandType === 'CMD_DELETE' ? destructive('Deletes rows in a merge.') : undefined;
    case 'AlterTableCmd':
      return /^AT_(?:Drop|Disable)/.test(String(node.subtype))
        ? destructive('Drops or turns off a part of a table.')
        : undefined;
    case 'CopyStmt':
      if (node.is_program === true) return destructive('Runs a program on the server.', 'critical');
      return typeof node.filename === 'string' ? external('Reads or writes a file on the server.') : undefined;
    case 'VariableSetStmt':
      return /^(?:role|session_authorization|session_replication_role|row_security)$/.test(String(node.name))
        ? destructive('Changes on whose behalf the session acts.')
        : undefined;
    case 'FuncCall':
      return REACHING.test(functionName(node.funcname))
        ? external('Calls a function that reaches out of the database.')
        : undefined;
    default:
      return undefined;
  }
}

function functionName(parts: unknown): string {
  const last: unknown = Array.isArray(parts) ? parts.at(-1) : undefined;
  const text = isObject(last) && isObject(last.String) ? last.String.sval : undefined;
  return typeof text === 'string' ? text.toLowerCase() : '';
}

/** Whether a condition is missing or obviously true: `true`, `1 = 1`, `x = x`, or an OR with such a side. */
function isEverything(where: unknown, depth = 0): boolean {
  if (where === undefined) return true;
  if (!isObject(where) || depth > 20) return false;
  if (isObject(where.A_Const)) return isObject(where.A_Const.boolval) && where.A_Const.boolval.boolval === true;
  if (isObject(where.BoolExpr)) {
    const parts = Array.isArray(where.BoolExpr.args) ? where.BoolExpr.args : [];
    if (where.BoolExpr.boolop === 'OR_EXPR') return parts.some((part) => isEverything(part, depth + 1));
    return where.BoolExpr.boolop === 'AND_EXPR' && parts.every((part) => isEverything(part, depth + 1));
  }
  if (!isObject(where.A_Expr) || !Array.isArray(where.A_Expr.name)) return false;
  const { lexpr, rexpr } = where.A_Expr;
  return functionName(where.A_Expr.name) === '=' && lexpr !== undefined && shape(lexpr) === shape(rexpr);
}

/** A node as text without source positions, so that two occurrences of `1` are equal. */
const shape = (node: unknown): string =>
  JSON.stringify(node, (name, value: unknown) => (name === 'location' ? undefined : value));
