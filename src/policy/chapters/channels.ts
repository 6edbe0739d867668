/** By which ways a request comes in besides the form: the mailbox that is watched, and the files that people send along. */
import type { Location, Period, Problem } from "#base";
import { list, mapping, may, need } from "../grammar/collections.ts";
import { oneOf, period, text, wholeNumber } from "../grammar/values.ts";
import { urlFromEnvironment } from "../language/words.ts";
import type { Policy } from "../model.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";

/** Kinds of files, told by their bytes and never by their names. */
export const attachmentTypes = ["pdf", "jpeg", "png", "gif", "webp", "heic", "tiff", "docx", "odt", "text"] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

export interface WatchedMailbox {
  /** Variable with its address: `imaps://user:password@host:993`. */
  readonly urlFrom: string;
  /** Where new messages lie. */
  readonly folder: string;
  /** Where an original goes once it was taken in. Absent: it stays where it is. */
  readonly moveTo?: string;
  /** After it came; then the original is deleted. */
  readonly deleteAfter: Period;
  readonly at: Location;
}

export interface AttachmentRules {
  readonly types: readonly AttachmentType[];
  /** Of one file. */
  readonly mostBytes: number;
  /** After it came, when the request is still open then. Absent: when the request ends. */
  readonly deleteAfter?: Period;
}

export interface Channels {
  readonly mailbox?: WatchedMailbox;
  readonly attachments?: Partial<AttachmentRules>;
  readonly at: Location;
}

const megabyte = 1024 * 1024;
const usual: AttachmentRules = { types: ["pdf", "jpeg", "png", "text"], mostBytes: 5 * megabyte };

/** What holds for files that come with a request, whether or not the policy says something of them. */
export function attachmentRules({ channels }: Pick<Policy, "channels">): AttachmentRules {
  return { ...usual, ...channels?.attachments };
}

const mailbox = mapping({
  name: "WatchedMailbox",
  doc: "A mailbox in which each message becomes a request. The sender proves the address with a code, as on the form.",
  example:
    "channels:\n  mailbox: {url: env:PRIVACY_MAILBOX_URL, moveTo: Handled, deleteAfter: 30 days}\n  attachments: {types: [pdf, jpeg, png], megabytes: 5}",
  members: {
    url: need(urlFromEnvironment, "The variable with its address: `imaps://user:password@host:993`."),
    folder: may(text, "Where new messages lie; INBOX when left out."),
    moveTo: may(
      text,
      "A folder of its own to which an original goes once it was taken in, made where there is none. What lies there is deleted too.",
    ),
    deleteAfter: need(period, "How long after it came an original is deleted from the mailbox."),
  },
});

const attachments = mapping({
  name: "Attachments",
  doc: "Which files may come with a request. What a file is, its bytes say, and never its name. Kept sealed, and deleted when the request ends.",
  example: "channels:\n  attachments: {types: [pdf, jpeg, png], megabytes: 5, deleteAfter: 60 days}",
  members: {
    types: may(
      list(oneOf(attachmentTypes, "a kind of file")),
      "Kinds of files that are kept; pdf, jpeg, png and text when left out.",
    ),
    megabytes: may(
      wholeNumber({ expects: "a number of megabytes from 1 to 10", from: 1, to: 10 }),
      "The most of one file, in megabytes of 1,048,576 bytes; 5 when left out.",
    ),
    deleteAfter: may(period, "How long after it came a file is deleted, even if the request is still open then."),
  },
});

export const channels = chapter({
  word: "channels",
  doc: "By which ways a request comes in besides the form.",
  kind: mapping({
    name: "Channels",
    doc: "By which ways a request comes in besides the form: a mailbox that is watched, and which files may come along.",
    example: "channels:\n  mailbox: {url: env:PRIVACY_MAILBOX_URL, deleteAfter: 30 days}",
    members: {
      mailbox: may(mailbox, "The mailbox that is watched."),
      attachments: may(attachments, "Which files may come with a request."),
    },
  }),
  resolve: (read): Channels =>
    present({
      at: read.at,
      mailbox:
        read.mailbox &&
        present({
          at: read.mailbox.at,
          urlFrom: read.mailbox.url,
          folder: read.mailbox.folder ?? "INBOX",
          moveTo: read.mailbox.moveTo,
          deleteAfter: read.mailbox.deleteAfter,
        }),
      attachments:
        read.attachments &&
        present({
          types: read.attachments.types,
          mostBytes: read.attachments.megabytes && read.attachments.megabytes * megabyte,
          deleteAfter: read.attachments.deleteAfter,
        }),
    }),
  promises: () => [],
  problems: ({ mailbox: watched }, policy) => (watched === undefined ? [] : mailboxProblems(watched, policy)),
});

function mailboxProblems(watched: WatchedMailbox, policy: Policy): readonly Problem[] {
  const { at, urlFrom, folder, moveTo } = watched;
  const same: readonly Problem[] =
    moveTo === folder
      ? [
          {
            code: "wrong-value",
            severity: "error",
            message: `Originals would be moved to "${folder}", where new messages are looked for.`,
            remedy: "Name another folder, or leave moveTo out.",
            at,
            path: "channels.mailbox.moveTo",
          },
        ]
      : [];
  const searched = (policy.stores ?? []).some(({ reach }) => reach?.kind === "mailbox" && reach.urlFrom === urlFrom);
  return searched
    ? same
    : [
        ...same,
        {
          code: "mailbox-not-searched",
          severity: "warning",
          message:
            "The mailbox in which requests come is no store, so that a copy of somebody's data lacks the letters that lie there and an erasure leaves them until their term.",
          remedy: `Declare it under stores as well: kind: mailbox, reach: {kind: mailbox, url: env:${urlFrom}}.`,
          at,
          path: "channels.mailbox",
          article: "GDPR art. 15(1), 17(1)",
        },
      ];
}
