import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../../index.ts";
import { changed, findingCodes, policyIn, sample } from "../../testing.ts";

/** The sample with a party that measures, on consent. */
const measured = changed(
  "rights:\n",
  `  metrics:
    party: Example Metrics Inc.
    role: controller
    country: NL
    for: measuring
    receives: [network.visits, network.cookie]
rights:
`,
  changed(
    "recipients:\n",
    `  measuring:
    title: {nl: het bezoek meten, en: measure visits}
    of: customer
    basis: consent
    uses: [network.visits, network.cookie, network.ip-address]
recipients:
`,
  ),
);

const site = `website:
  cookies:
    basket:
      title: {nl: winkelmandje, en: basket}
      names: [session]
      essential: {nl: het winkelmandje, en: the basket}
      lasts: session
      stores: {is: network.cookie, cites: [002-019]}
      cites: [002-018]
    visits:
      title: {nl: bezoeken, en: visits}
      names: ["_m*"]
      party: metrics
      kind: [cookie, pixel]
      for: measuring
      lasts: 26 weeks
      linked: {cites: [001-141]}
      cites: [001-143]
  tags:
    metrics:
      title: {nl: meting, en: measurement}
      recipient: metrics
      for: measuring
      sends: network.visits
      settings: {ip: truncated, cites: [003-110]}
      combines: {cites: [002-116]}
      randomNumber: {cites: [004-171]}
      cites: [002-113]
  widgets:
    like:
      title: {nl: een knop om te delen, en: a button to share}
      recipient: metrics
      passes: {is: network.visits, cites: [001-151]}
      direct: {cites: [001-150]}
      attributed: {cites: [001-152]}
      interaction: {cites: [001-153]}
      avoidable: {cites: [001-154]}
      cites: [001-149]
  signals:
    dnt: {is: not-promised, cites: [001-165]}
    gpc: {is: honoured, for: [california, nevada]}
  links: {marked: {}, clean: {cites: [001-162]}, notOurs: {cites: [001-163]}}
  lifetimes: {cites: [001-140]}
  browserControl: {cites: [001-159]}
  onlyThese: {cites: [002-118]}
  blocked: {cites: [001-161]}
  cites: [004-136]
`;

function codes(text: string): readonly string[] {
  return findingCodes(measured + text).filter((code) => /^(cookie|tag|widget|signal|anonymous)-/.test(code));
}

function cookie(rest: string): readonly string[] {
  return codes(`website: {cookies: {it: {lasts: session, ${rest}}}}\n`);
}

function tag(rest: string): readonly string[] {
  return codes(`website: {tags: {it: {recipient: metrics, ${rest}}}}\n`);
}

function widget(rest: string): readonly string[] {
  return codes(`website: {widgets: {it: {recipient: metrics, ${rest}}}}\n`);
}

describe("a website", () => {
  const promises = promisesOf(policyIn(measured + site)).filter(({ section }) => section === "cookies");
  const said = (id: string) => promises.find((each) => each.id === id)?.statement;

  test("is promised cookie by cookie, tag by tag, widget by widget", () => {
    expect(promises.map(({ id, cites }) => [id.slice("website.".length), ...cites])).toEqual([
      ["used", "004-136"],
      ["cookies.basket", "002-018"],
      ["cookies.basket.stores", "002-019"],
      ["cookies.visits", "001-143"],
      ["cookies.visits.linked", "001-141"],
      ["tags.metrics", "002-113"],
      ["tags.metrics.settings", "003-110"],
      ["tags.metrics.combines", "002-116"],
      ["tags.metrics.randomNumber", "004-171"],
      ["widgets.like", "001-149"],
      ["widgets.like.passes", "001-151"],
      ["widgets.like.direct", "001-150"],
      ["widgets.like.attributed", "001-152"],
      ["widgets.like.interaction", "001-153"],
      ["widgets.like.avoidable", "001-154"],
      ["consentFirst"],
      ["browserControl", "001-159"],
      ["lifetimes", "001-140"],
      ["onlyThese", "002-118"],
      ["blocked", "001-161"],
      ["signals.dnt", "001-165"],
      ["signals.gpc"],
      ["links.marked"],
      ["links.clean", "001-162"],
      ["links.notOurs", "001-163"],
    ]);
    expect(codes(site)).toEqual([]);
  });

  test("says of each what it is, whose, what for, on which choice and for how long", () => {
    expect(said("website.used")?.en).toBe(
      "Our website uses: cookies, invisible images (pixels) and measuring programs of others (tags).",
    );
    expect(said("website.cookies.basket")?.nl).toBe(
      "Winkelmandje (cookies: session), van onszelf. Waarvoor: het winkelmandje. Dat is nodig, dus daarvoor vragen wij geen toestemming. Hoe lang: tot u de browser sluit.",
    );
    expect(said("website.cookies.visits")?.en).toBe(
      "Visits (cookies and invisible images (pixels): _m*), from Example Metrics Inc. What for: measure visits. Only with your consent. How long: 26 weeks at most.",
    );
    expect(said("website.tags.metrics.settings")?.nl).toBe(
      "Zo hebben wij dat ingesteld (meting): uw IP-adres: ingekort; delen met anderen: uit; gebruik voor reclame: uit.",
    );
    expect(said("website.widgets.like")?.en).toContain("only when you click it");
    expect(said("website.signals.gpc")?.en).toContain("residents of California and Nevada");
  });

  test("that stores nothing says so, and asks nothing", () => {
    const bare = promisesOf(policyIn(`${sample}website: {}\n`)).filter(({ section }) => section === "cookies");
    expect(bare.map(({ id }) => id)).toEqual(["website.used"]);
    expect(bare[0]?.statement.nl).toContain("geen cookies");
  });

  test("names recipients that exist", () => {
    const { problems } = parsePolicy("policy.yaml", measured + changed("party: metrics", "party: metric", site));
    expect(problems).toMatchObject([{ code: "unknown-recipient", path: "website.cookies.visits.party" }]);
  });
});

describe("what is wrong with a website", () => {
  test("a cookie that is not essential needs a purpose on consent", () => {
    expect(cookie("essential: inloggen")).toEqual([]);
    expect(cookie("for: measuring")).toEqual([]);
    expect(cookie("names: x")).toEqual(["cookie-without-purpose"]);
    expect(cookie("for: fulfil-order")).toEqual(["cookie-without-consent"]);
    expect(cookie("for: [measuring, fulfil-order]")).toEqual(["cookie-without-consent"]);
    expect(codes("website: {cookies: {it: {for: measuring}}}\n")).toEqual(["cookie-without-term"]);
    expect(codes("website: {cookies: {it: {for: measuring, kind: pixel}}}\n")).toEqual([]);
  });

  test("careful measuring needs no consent in the Netherlands, and does elsewhere", () => {
    const sends = "for: fulfil-order, sends: network.visits";
    expect(tag(sends)).toEqual([]);
    expect(tag(`${sends}, settings: {ip: full}`)).toEqual(["tag-without-consent"]);
    expect(tag(`${sends}, settings: {sharing: on}`)).toContain("tag-without-consent");
    const belgian = changed("country: NL\n  address", "country: BE\n  address", measured);
    expect(findingCodes(`${belgian}website: {tags: {it: {recipient: metrics, ${sends}}}}\n`)).toContain(
      "tag-without-consent",
    );
  });

  test("a tag sends no more than its recipient receives", () => {
    expect(tag("for: measuring, sends: [network.visits, network.ip-address]")).toEqual(["tag-sends-more"]);
    expect(tag("for: measuring, sends: [network.visits, name], randomNumber: {}")).toEqual([
      "tag-sends-more",
      "anonymous-but-identifying",
    ]);
  });

  test("a widget that loads at once needs consent", () => {
    expect(widget("loads: on-click")).toEqual([]);
    expect(widget("loads: at-once")).toEqual(["widget-loads-unasked"]);
    expect(widget("loads: at-once, for: fulfil-order")).toEqual(["widget-loads-unasked"]);
    expect(widget("loads: at-once, for: measuring")).toEqual([]);
  });

  test("what is called anonymous holds nothing that points at a person", () => {
    expect(cookie("for: measuring, title: anoniem nummer, stores: network.cookie")).toEqual([
      "anonymous-but-identifying",
    ]);
    expect(cookie("for: measuring, title: anoniem nummer, stores: network.visits")).toEqual([]);
    expect(cookie("for: measuring, stores: [], linked: {}")).toEqual(["anonymous-but-linked"]);
    expect(tag("for: measuring, sends: network.cookie, says: {en: Only an anonymous number is sent.}")).toEqual([
      "anonymous-but-identifying",
    ]);
  });

  test("who shares for advertising honours the signal", () => {
    const sharing = "for: measuring, sends: network.visits, settings: {advertising: on}";
    expect(tag(sharing)).toEqual(["signal-not-honoured"]);
    expect(codes(`website: {tags: {it: {recipient: metrics, ${sharing}}}, signals: {gpc: honoured}}\n`)).toEqual([]);
  });

  test("what is never stored or sent is in no cookie and no tag", () => {
    expect(findingCodes(measured + site + "never: {it: {what: stored, data: network}}\n")).toContain(
      "stored-although-never",
    );
    const sent = "never: {it: {what: sent, data: network.visits, to: metrics}}\n";
    expect(findingCodes(measured + site + sent)).toContain("sent-although-never");
  });
});
