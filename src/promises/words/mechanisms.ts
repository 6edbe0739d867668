/** What carries promises out, in words that finish "What is missing:". The compiler demands every mechanism. */
import type { Language } from "#base";
import type { Mechanism } from "#policy";

type Words = Readonly<Record<Language, string>>;

export const mechanisms: Readonly<Record<Mechanism, Words>> = {
  "absence-probe": {
    nl: "een onderzoek dat laat zien dat iets er niet is",
    en: "a probe that shows that something is not there",
  },
  "access-package": { nl: "de kopie van iemands gegevens", en: "the copy of a person's data" },
  "account-attribution": {
    nl: "een koppeling van gegevens aan de account waar ze bij horen",
    en: "attribution of data to the account it belongs to",
  },
  "age-gate": { nl: "een leeftijdscontrole", en: "a check of age" },
  "aggregate-publisher": {
    nl: "statistieken waarin niemand te herkennen is",
    en: "statistics in which nobody can be recognised",
  },
  anonymiser: { nl: "het anonimiseren van gegevens", en: "anonymisation of data" },
  "auto-decision-review": {
    nl: "een mens die geautomatiseerde besluiten herziet",
    en: "review of automated decisions by a person",
  },
  "ban-lifecycle": { nl: "het bijhouden en beëindigen van uitsluitingen", en: "keeping and ending of bans" },
  "breach-desk": { nl: "het melden van datalekken", en: "reporting of data breaches" },
  "business-transfer-package": {
    nl: "een overdracht van gegevens bij verkoop van het bedrijf",
    en: "handing over of data when the company is sold",
  },
  "card-token": { nl: "een plaatsvervanger voor het kaartnummer", en: "a token in place of the card number" },
  "collect-guard": {
    nl: "een bewaking die alleen opgegeven gegevens binnenlaat",
    en: "a guard that lets in declared data only",
  },
  "complaint-directory": { nl: "de lijst van plaatsen om te klagen", en: "the list of places to complain" },
  "consent-ledger": { nl: "een register van toestemmingen", en: "a register of consents" },
  "consent-optin-ui": { nl: "een scherm dat om toestemming vraagt", en: "a screen that asks for consent" },
  "consent-withdraw": { nl: "het intrekken van toestemming", en: "withdrawal of consent" },
  "contact-gate": {
    nl: "een bewaking van wie wanneer benaderd mag worden",
    en: "a guard of who may be contacted when",
  },
  "controller-redirect": {
    nl: "het doorsturen van verzoeken naar wie verantwoordelijk is",
    en: "passing requests on to who is responsible",
  },
  "cookie-gate": { nl: "een bewaking van cookies vóór toestemming", en: "a guard of cookies before consent" },
  "cookie-inventory": {
    nl: "een vergelijking van de cookietabel met de echte cookies",
    en: "a comparison of the cookie table with the real cookies",
  },
  "credential-policy": {
    nl: "een controle van hoe wachtwoorden worden bewaard",
    en: "a check of how passwords are kept",
  },
  "data-map": { nl: "de kaart van alle gegevens", en: "the map of all data" },
  "deadline-clock": { nl: "de bewaking van termijnen", en: "the watch over due dates" },
  "disclosure-log": { nl: "een logboek van verstrekkingen", en: "a log of disclosures" },
  "dpa-gate": {
    nl: "een bewaking die zonder contract niets doorgeeft",
    en: "a guard that passes nothing on without a contract",
  },
  "egress-gate": { nl: "een bewaking van wat het systeem verlaat", en: "a guard of what leaves the system" },
  "ephemeral-relay": {
    nl: "een controle dat doorgegeven gegevens nergens blijven",
    en: "a check that relayed data stays nowhere",
  },
  "erasure-engine": { nl: "het wissen", en: "erasure" },
  "escalation-desk": {
    nl: "een balie voor wie het niet eens is met een besluit",
    en: "a desk for who disagrees with a decision",
  },
  "external-link-mark": { nl: "een markering van links naar andere sites", en: "a mark on links to other sites" },
  "frame-capture-gate": { nl: "een bewaking van het vastleggen van beeld", en: "a guard of the capture of images" },
  "jit-notice": {
    nl: "uitleg op het moment dat om gegevens wordt gevraagd",
    en: "an explanation at the moment data is asked for",
  },
  "jurisdiction-router": {
    nl: "een keuze van de wet naar waar iemand woont",
    en: "a choice of the law by where a person lives",
  },
  "legal-demand-desk": { nl: "een balie voor vorderingen van de overheid", en: "a desk for demands of authorities" },
  "legal-hold": {
    nl: "het vasthouden van wat de wet verplicht te bewaren",
    en: "holding what the law obliges to keep",
  },
  "log-policy": {
    nl: "een controle van wat logboeken vasthouden en hoe lang",
    en: "a check of what logs hold and for how long",
  },
  "minor-purge": { nl: "het opsporen en wissen van gegevens van kinderen", en: "finding and erasing children's data" },
  "no-retaliation": {
    nl: "een controle dat niemand nadeel heeft van een verzoek",
    en: "a check that nobody suffers for a request",
  },
  "notice-change-impact": {
    nl: "een overzicht van wie een wijziging raakt",
    en: "an overview of whom a change concerns",
  },
  "notice-lint": { nl: "een controle van de verklaring", en: "a check of the notice" },
  "notice-publish": { nl: "het publiceren van de verklaring", en: "publication of the notice" },
  "notice-reconsent": {
    nl: "het opnieuw vragen van toestemming na een wijziging",
    en: "asking for consent again after a change",
  },
  "notice-version": {
    nl: "het bewaren van alle versies van de verklaring",
    en: "keeping of all versions of the notice",
  },
  "objection-freeze": { nl: "het stilzetten van gebruik na bezwaar", en: "stopping use after an objection" },
  "open-tracking-control": {
    nl: "een keuze over het meten van geopende e-mail",
    en: "a choice about measuring opened mail",
  },
  "parental-consent": { nl: "toestemming van ouders", en: "consent of parents" },
  "peer-ip-shield": {
    nl: "het verbergen van IP-adressen voor andere gebruikers",
    en: "hiding IP addresses from other users",
  },
  "portability-package": { nl: "een bestand om gegevens mee te nemen", en: "a file to take data along" },
  "publish-warning": {
    nl: "een waarschuwing voordat iets openbaar wordt",
    en: "a warning before something becomes public",
  },
  "purpose-gate": {
    nl: "een bewaking die elk gebruik aan een doel toetst",
    en: "a guard that holds each use against a purpose",
  },
  "recipient-cascade": {
    nl: "het doorgeven van wissen en verbeteren aan ontvangers",
    en: "passing erasure and correction on to recipients",
  },
  "recipient-register": { nl: "het register van ontvangers", en: "the register of recipients" },
  "rectify-flow": { nl: "het verbeteren van gegevens", en: "correction of data" },
  "relationship-end-trigger": { nl: "het opmerken dat iemand vertrekt", en: "noticing that a person leaves" },
  "request-intake": { nl: "de ontvangst van verzoeken", en: "the intake of requests" },
  "request-register": { nl: "het register van verzoeken", en: "the register of requests" },
  "requester-verification": { nl: "de controle van wie vraagt", en: "verification of who asks" },
  "restriction-switch": {
    nl: "het stilzetten van gegevens terwijl iets wordt uitgezocht",
    en: "restricting data while something is looked into",
  },
  "retention-sweeper": { nl: "het opruimen na afloop van de bewaartermijn", en: "clearing away when the term is over" },
  "safeguard-evidence": { nl: "het bewijs van waarborgen", en: "proof of safeguards" },
  "sale-optout": {
    nl: "een manier om verkoop of delen van gegevens te weigeren",
    en: "a way to opt out of sale or sharing",
  },
  "source-label": { nl: "de herkomst bij elk gegeven", en: "the source beside each piece of data" },
  "special-category-guard": { nl: "een bewaking van bijzondere gegevens", en: "a guard of special categories of data" },
  "staff-access": { nl: "een controle van wat medewerkers kunnen zien", en: "a check of what staff can see" },
  "store-connector": {
    nl: "een verbinding met plaatsen buiten de databases (bestanden, postbussen, papier)",
    en: "a connection to places outside the databases (files, mailboxes, paper)",
  },
  "tag-payload": { nl: "een controle van wat meetprogramma's versturen", en: "a check of what tags send" },
  "tracking-signal": {
    nl: "het opvolgen van een signaal van de browser tegen volgen",
    en: "heeding a browser's signal against tracking",
  },
  "transfer-gate": {
    nl: "een bewaking van doorgifte naar andere landen",
    en: "a guard of transfers to other countries",
  },
  "transport-encryption": { nl: "een controle van de versleuteling onderweg", en: "a check of encryption on the way" },
  unsubscribe: { nl: "afmelden met één klik", en: "unsubscribing with one click" },
  "widget-click-to-load": {
    nl: "knoppen van anderen die pas laden na een klik",
    en: "other parties' buttons that load only after a click",
  },
};

/** A mechanism that only a newer program knows says at least its own name. */
export function mechanismText(mechanism: string, language: Language): string {
  return Object.hasOwn(mechanisms, mechanism) ? mechanisms[mechanism as Mechanism][language] : mechanism;
}
