/**
 * A program that logs: appends numbered lines to a file it holds open, every third about user 1, until its input ends. Every
 * `each` lines it renames the file away and goes on with a new one. Prints `begun`, and in the end how many lines and rotations there were.
 */
import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const [path = "", each = "3000"] = process.argv.slice(2);
let file = openSync(path, "a");
let number = 0;
let rotations = 0;
const input = { ended: false };
process.stdin.on("end", () => {
  input.ended = true;
});
process.stdin.resume();
process.stdout.write("begun\n");
while (!input.ended) {
  for (let burst = 0; burst < 25; burst += 1) {
    if (number > 0 && number % Number(each) === 0) rotate();
    const id = number % 3 === 0 ? 1 : 12;
    writeSync(file, `{"id":${id},"number":${number},"text":"${"x".repeat((number * 37) % 400)}"}\n`);
    number += 1;
  }
  await wait(1);
}
closeSync(file);
process.stdout.write(`${number} ${rotations}\n`);

/** As programs do that are told of a rotation later: some lines still go into the renamed file. */
function rotate(): void {
  rotations += 1;
  renameSync(path, `${path}.${number}`);
  for (let late = 0; late < 5; late += 1)
    writeSync(file, `{"id":${late % 3 === 0 ? 1 : 12},"late":"${number}-${late}"}\n`);
  closeSync(file);
  file = openSync(path, "a");
}
