/** A real IMAP server (Dovecot) of one test file's own, with a mailbox per user and any password but the right one refused. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { connect, createServer } from "node:net";

export const password = "a-password";

export interface ImapServer extends AsyncDisposable {
  readonly port: number;
  /** As the policy's variable would hold it. */
  url(user: string): string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

const program = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"].find((path) => existsSync(path));
/** `capabilities` replaces what the server says it can do. */
export async function imapServer(options: { capabilities?: string } = {}): Promise<ImapServer> {
  if (program === undefined) throw new Error("Dovecot is not installed: apt-get install dovecot-imapd");
  const folder = await mkdtemp(join(tmpdir(), "gestand-imap-"));
  const port = await freePort();
  const config = join(folder, "dovecot.conf");
  await chmod(folder, 0o755);
  await mkdir(join(folder, "mail"));
  await chmod(join(folder, "mail"), 0o777);
  await writeFile(config, configuration(folder, port, options.capabilities));
  let running: ChildProcess | undefined;
  const start = async () => {
    running = spawn(program, ["-F", "-c", config], { stdio: "ignore", detached: true });
    for (let tries = 0; !(await answers(port)); tries++)
      if (tries > 200) throw new Error(`Dovecot did not start; see ${join(folder, "log")}`);
  };
  const stop = async () => {
    const ending = running;
    running = undefined;
    if (ending === undefined || ending.exitCode !== null) return;
    const ended = new Promise((done) => ending.once("exit", done));
    // With the sessions that it serves, which else would go on for a moment.
    process.kill(-(ending.pid ?? 0), "SIGKILL");
    await ended;
  };
  await start();
  return {
    port,
    url: (user) => `imap://${encodeURIComponent(user)}:${password}@127.0.0.1:${port}?tls=off`,
    start,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, port: number, capabilities: string | undefined): string {
  const { username } = userInfo();
  const [user, group] = username === "root" ? ["mail", "mail"] : [username, username];
  const services = ["anvil", "stats", "log", "config", "director", "auth-worker", "dict", "imap-hibernate"];
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
${username === "root" ? "" : `default_login_user = ${username}\ndefault_internal_user = ${username}\ndefault_internal_group = ${group}`}
first_valid_uid = 0
first_valid_gid = 0
mail_uid = ${user}
mail_gid = ${group}
mail_location = maildir:${folder}/mail/%u
mailbox_list_index = no
${capabilities === undefined ? "" : `imap_capability = ${capabilities}`}
namespace inbox {
  inbox = yes
  mailbox Sent {
    special_use = \\Sent
    auto = create
  }
  mailbox Trash {
    special_use = \\Trash
    auto = create
  }
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${folder}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
${services.map((name) => `service ${name} {\n  chroot =\n}`).join("\n")}
`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const ended = (yes: boolean) => {
      socket.destroy();
      setTimeout(() => done(yes), yes ? 0 : 25);
    };
    socket.once("data", () => ended(true));
    socket.once("error", () => ended(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
