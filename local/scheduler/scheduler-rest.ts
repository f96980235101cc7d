import { membersOf, parsedJson } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { RestRequest } from '#local/wire/aws-service.ts';

const operations: Readonly<Record<string, string>> = {
  'POST schedules/': 'CreateSchedule',
  'GET schedules/': 'GetSchedule',
  'PUT schedules/': 'UpdateSchedule',
  'DELETE schedules/': 'DeleteSchedule',
  'GET schedules': 'ListSchedules',
  'POST schedule-groups/': 'CreateScheduleGroup',
  'GET schedule-groups/': 'GetScheduleGroup',
  'DELETE schedule-groups/': 'DeleteScheduleGroup',
  'GET schedule-groups': 'ListScheduleGroups',
};

/** Which operation of https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html a request means. */
export function readSchedulerRequest(request: RestRequest): { operation: string; input: Record<string, unknown> } {
  const [, collection = '', name] = request.path.split('/');
  const operation = operations[`${request.method} ${collection}${name === undefined || name === '' ? '' : '/'}`];
  if (operation === undefined) {
    throw new AwsError(
      'UnknownOperationException',
      `The local Scheduler does not know ${request.method} ${request.path}.`,
      404,
    );
  }
  const query = request.query;
  const groupName = query.get('groupName') ?? query.get('ScheduleGroup');
  return {
    operation,
    input: {
      ...membersOf(parsedJson(Buffer.from(request.body).toString())),
      ...(name === undefined || name === '' ? {} : { Name: name }),
      ...(groupName === null ? {} : { GroupName: groupName }),
    },
  };
}
