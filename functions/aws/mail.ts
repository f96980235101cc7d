import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PATIENCE } from './patience.ts';

/** It never tries again by itself: a repeated mail is a second mail. */
const mail = new SESv2Client({ maxAttempts: 1, requestHandler: PATIENCE });

/** Sends one plain-text e-mail and gives the provider's message id. */
export async function sendMail(from: string, to: string, subject: string, text: string): Promise<string> {
  const { MessageId = '' } = await mail.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
    }),
  );
  return MessageId;
}
