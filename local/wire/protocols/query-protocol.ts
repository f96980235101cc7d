import type { AwsError } from '#local/wire/aws-error.ts';
import type { Protocol } from './protocol.ts';
import { readForm } from './query-form.ts';
import { xmlElement, xmlText } from './xml.ts';

const queryServices: Readonly<Record<string, string>> = {
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
  cloudformation: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

/**
 * The protocol of a service that takes forms and answers XML; `undefined` for any other service.
 *
 * @source Smithy, "AWS query protocol"
 */
export function queryProtocol(service: string): Protocol | undefined {
  const namespace = queryServices[service];
  if (namespace === undefined) return undefined;
  return {
    service,
    read: ({ body }) => {
      const { Action, Version, ...input } = readForm(Buffer.from(body).toString('utf8'));
      return { operation: String(Action), input };
    },
    write: (operation, output, requestId) => {
      const result = xmlElement(`${operation}Result`, output);
      const told = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      return xml(200, requestId, `<${operation}Response xmlns="${namespace}">${result}${told}</${operation}Response>`);
    },
    writeError: (error, requestId) => {
      const { code, status } = shownAs(service, error);
      const fault = `<Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${xmlText(code)}</Code>`;
      const shown = `<Error>${fault}<Message>${xmlText(error.message)}</Message></Error><RequestId>${requestId}</RequestId>`;
      return xml(status, requestId, `<ErrorResponse xmlns="${namespace}">${shown}</ErrorResponse>`);
    },
  };
}

function xml(status: number, requestId: string, body: string): ReturnType<Protocol['write']> {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

/** SNS, STS and CloudFormation write some codes otherwise than the errors are called: `NotFoundException` is `NotFound` on the wire. */
function shownAs(service: string, error: AwsError): { code: string; status: number } {
  if (error.name === 'AccessDeniedException')
    return { code: service === 'sns' ? 'AuthorizationError' : 'AccessDenied', status: 403 };
  return { code: error.name.replace(/Exception$/, ''), status: error.statusCode };
}
