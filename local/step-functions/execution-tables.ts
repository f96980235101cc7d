/**
 * The tables of executions.
 *
 * `sfn_definition`: every definition that a state machine had. `sfn_execution`: what DescribeExecution tells, where a running
 * one stands (`snapshot`), when something falls due in it (`wake_at`, ties by `wake_order`), whether a restart has something to
 * do at once (`is_pending`), and which status changes the event bus has not taken (`unannounced`: bit 1 start, bit 2 end).
 * `sfn_map_run`: items and child definition of a distributed Map. `sfn_history`: one row for each stretch of events.
 */
export const EXECUTION_TABLES = `
CREATE TABLE IF NOT EXISTS sfn_definition (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS sfn_execution (
  id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, machine_arn TEXT NOT NULL, machine_name TEXT NOT NULL,
  definition INTEGER NOT NULL, role_arn TEXT NOT NULL, input TEXT NOT NULL, started_at INTEGER NOT NULL,
  deadline_at INTEGER NOT NULL, map_run TEXT, item INTEGER, status TEXT NOT NULL, stopped_at INTEGER, output TEXT,
  error TEXT, cause TEXT, redrives INTEGER NOT NULL DEFAULT 0, redriven_at INTEGER, events INTEGER NOT NULL, snapshot TEXT,
  wake_at INTEGER, wake_order INTEGER, is_pending INTEGER NOT NULL, unannounced INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS sfn_execution_of_machine ON sfn_execution (machine_arn, id) WHERE map_run IS NULL;
CREATE INDEX IF NOT EXISTS sfn_execution_of_run ON sfn_execution (map_run, item) WHERE map_run IS NOT NULL;
CREATE INDEX IF NOT EXISTS sfn_execution_running ON sfn_execution (id) WHERE status = 'RUNNING';
CREATE INDEX IF NOT EXISTS sfn_execution_stopped ON sfn_execution (stopped_at) WHERE stopped_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS sfn_execution_unannounced ON sfn_execution (id) WHERE unannounced > 0;
CREATE TABLE IF NOT EXISTS sfn_map_run (
  arn TEXT PRIMARY KEY, execution INTEGER NOT NULL, definition TEXT NOT NULL, items TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS sfn_map_run_of_execution ON sfn_map_run (execution);
CREATE TABLE IF NOT EXISTS sfn_history (
  execution INTEGER NOT NULL, first INTEGER NOT NULL, events TEXT NOT NULL,
  PRIMARY KEY (execution, first)) STRICT, WITHOUT ROWID;
`;
