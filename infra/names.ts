import type { CfnElement } from 'aws-cdk-lib';

/**
 * The logical id of a resource: its path of construct ids without the stack, e.g. `Receive`, `ReceiveRole`, `ComplaintTable`.
 *
 * CDK would add a hash. Ours are public: a running execution calls the function `Receive` for up to a year, the local
 * cloud names things after them, and who reads the template should recognise the design. Two equal ids stop the synth.
 */
export function logicalIdOf(element: CfnElement): string {
  const [, ...path] = element.node.path.split('/');
  return path
    .filter((id) => id !== 'Resource' && id !== 'Default')
    .map((id) => id.replace(/[^A-Za-z0-9]/g, ''))
    .join('');
}
