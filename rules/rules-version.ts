/**
 * The version of the rules by which a complaint is judged; Receive records it. A test fails when a table in rules/tables changes while
 * this stays the same: raise it, and add the tables' new hash to test/rules/rules-versions.json.
 */
export const rulesVersion = '2026-11-22.4';
