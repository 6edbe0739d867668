/**
 * Objects in Amazon S3 and what speaks its protocol: all versions and delete markers of keys and beginnings of keys,
 * uploads that were begun and never ended, and objects that name a person in their metadata or tags. A lock that forbids
 * erasing is said, with its day. What objects contain is handed out as it is; nothing in it is searched or corrected.
 */
export { connectS3 } from "./connect.ts";
