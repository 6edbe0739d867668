/** Where the policy itself says that data of some categories is: columns, logs, cookies. */
import type { Location } from "#base";
import type { Column, Policy } from "../model.ts";

/** A place where data of some categories stands: a column, a log, a store, a cookie. */
export interface Holding {
  /** For a sentence: `column "body" of "messages"`. */
  readonly where: string;
  readonly categories: readonly string[];
  readonly at: Location;
  readonly path: string;
}

export function mappedColumns(policy: Policy): readonly Holding[] {
  return policy.systems.flatMap((system) =>
    system.tables.flatMap((table) =>
      table.columns.map((column) => ({
        where: `the column "${column.name}" of "${system.name}.${table.name}"`,
        categories: categoriesIn(column),
        at: column.at,
        path: `systems.${system.name}.tables.${table.name}.columns.${column.name}`,
      })),
    ),
  );
}

export function loggedFields(policy: Policy): readonly Holding[] {
  return (policy.logs ?? []).map((log) => ({
    where: `the log "${log.name}"`,
    categories: log.fields.map(({ category }) => category),
    at: log.at,
    path: `logs.${log.name}.fields`,
  }));
}

export function captured(policy: Policy): readonly Holding[] {
  return (policy.moderation?.captures ?? []).map((capture) => ({
    where: `the capture "${capture.name}"`,
    categories: capture.data,
    at: capture.at,
    path: `moderation.captures.${capture.name}.data`,
  }));
}

export function stored(policy: Policy): readonly Holding[] {
  return (policy.stores ?? []).map((store) => ({
    where: `the store "${store.name}"`,
    categories: store.holds,
    at: store.at,
    path: `stores.${store.name}.holds`,
  }));
}

/** What cookies store, and what else is left on or read from devices. */
export function onDevices(policy: Policy): readonly Holding[] {
  return (policy.website?.cookies ?? []).map((cookie) => ({
    where: `the cookie "${cookie.name}"`,
    categories: cookie.stores?.data ?? [],
    at: cookie.at,
    path: `website.cookies.${cookie.name}.stores`,
  }));
}

/** What leaves the website for these recipients; for all when none is named. */
export function leavingWebsite(policy: Policy, to: readonly string[]): readonly Holding[] {
  const { tags = [], widgets = [] } = policy.website ?? {};
  const wanted = ({ recipient }: { readonly recipient: string }) => to.length === 0 || to.includes(recipient);
  return [
    ...tags.filter(wanted).map((tag) => ({
      where: `the tag "${tag.name}"`,
      categories: tag.sends,
      at: tag.at,
      path: `website.tags.${tag.name}.sends`,
    })),
    ...widgets.filter(wanted).map((widget) => ({
      where: `the widget "${widget.name}"`,
      categories: widget.passes?.data ?? [],
      at: widget.at,
      path: `website.widgets.${widget.name}.passes`,
    })),
  ];
}

function passingThrough(policy: Policy): readonly Holding[] {
  return (policy.ephemeral ?? []).map(({ name, data, at }) => ({
    where: `"${name}", which passes through`,
    categories: data,
    at,
    path: `ephemeral.${name}.data`,
  }));
}

/** Every place where the policy says that data is, for however short a time. */
export function holdings(policy: Policy): readonly Holding[] {
  return [
    ...mappedColumns(policy),
    ...loggedFields(policy),
    ...captured(policy),
    ...stored(policy),
    ...onDevices(policy),
    ...leavingWebsite(policy, []),
    ...passingThrough(policy),
  ];
}

function categoriesIn(column: Column): readonly string[] {
  return [column.category, ...column.json.map(({ category }) => category)];
}
