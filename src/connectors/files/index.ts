/**
 * Files in a folder: whole ones that belong to a person, and lines about a person in logs and exports (NDJSON, CSV, the
 * combined log format), also packed with gzip. Nothing outside the folder is touched, and no link is followed. A program
 * may go on writing while lines are erased: not one of its lines is lost. Nothing is corrected.
 */
export { connectFiles } from "./connect.ts";
