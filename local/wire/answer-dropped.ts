import { AwsError } from './aws-error.ts';

/** The effect happened, but the answer was lost on its way: over HTTP the connection breaks, in process this is thrown. */
export class AnswerDropped extends AwsError {
  constructor() {
    super('SdkClientException', 'the connection was reset before the answer arrived', 500);
  }
}
