/** Reads one item. */
export const get = 'dynamodb:GetItem';
/** Reads items of a partition. */
export const query = 'dynamodb:Query';
/** Puts an item; a transaction needs no right of its own: it is allowed by those of its members. */
export const put = 'dynamodb:PutItem';
/** Changes an item. */
export const update = 'dynamodb:UpdateItem';
/** Deletes an item. */
export const remove = 'dynamodb:DeleteItem';
/** DynamoDB uses the table’s key in the caller’s name, to read. */
export const readIdentity = ['kms:Decrypt', 'kms:DescribeKey'] as const;
/** And to write. */
export const keepIdentity = [...readIdentity, 'kms:Encrypt', 'kms:GenerateDataKey'] as const;
/** Reads a table’s stream. */
export const readStream = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
] as const;
/** S3 uses the bucket’s key in the caller’s name, to read. */
export const readFiles = ['kms:Decrypt'] as const;
/** And to write. */
export const keepFiles = [...readFiles, 'kms:GenerateDataKey'] as const;
/** Sends to a queue. */
export const send = 'sqs:SendMessage';
/** Takes from a queue. */
export const consume = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] as const;
