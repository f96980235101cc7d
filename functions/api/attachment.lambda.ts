import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { attachmentOperations } from '#schemas/api/attachment.ts';
import { AttachmentApiSettings } from '#schemas/settings.ts';
import { askUpload, askUploadAsPetitioner } from './attachment/ask-upload.ts';
import { readAttachment, readAttachmentOfCase, readAttachmentOfTransfer } from './attachment/read-attachment.ts';

const settings = settingsOf(AttachmentApiSettings);

export const handler = apiFunction(attachmentOperations, {
  askUpload: (request) => askUpload(settings, request),
  askUploadAsPetitioner: (request) => askUploadAsPetitioner(settings, request),
  readAttachment: (request) => readAttachment(settings, request),
  readAttachmentOfCase: (request) => readAttachmentOfCase(settings, request),
  readAttachmentOfTransfer: (request) => readAttachmentOfTransfer(settings, request),
});
