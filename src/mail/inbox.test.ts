import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { createInbox } from "./index.ts";

test("the inbox keeps what is sent to it, newest first, and no more than 200", async () => {
  const inbox = await createInbox({ port: 0 });
  const transport = createTransport({ host: "127.0.0.1", port: inbox.port, pool: true });
  try {
    for (let n = 1; n <= 203; n++)
      await transport.sendMail({
        from: "a@shop.example",
        to: "eva@example.org",
        subject: `n${n}`,
        text: `text ${n}`,
        html: "<p>h</p>",
      });
    const messages = inbox.messages();
    expect(messages).toHaveLength(200);
    expect(messages[0]).toMatchObject({
      id: 203,
      subject: "n203",
      text: "text 203\n",
      to: ["eva@example.org"],
      from: "a@shop.example",
    });
    expect(messages.at(-1)?.subject).toBe("n4");
    await expect(inbox.waitFor(({ subject }) => subject === "n7", 1_000)).resolves.toMatchObject({ id: 7 });
    await expect(inbox.waitFor(({ subject }) => subject === "never", 20)).rejects.toThrow("20 ms");
  } finally {
    transport.close();
    await inbox.close();
  }
});

test("a port that is taken is one clear sentence", async () => {
  const inbox = await createInbox({ port: 0 });
  await expect(createInbox({ port: inbox.port })).rejects.toMatchObject({ code: "port-taken" });
  await inbox.close();
});
