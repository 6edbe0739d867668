/** The OpenAPI 3.1 document, made from the endpoints; nothing in it is written twice. */
import { z } from "zod";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { problemDetails } from "./views.ts";

export function openApi(options: { version: string; serverUrl: string }): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints as readonly Endpoint[]) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Gestand", version: options.version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: options.serverUrl }],
    paths,
    components: {
      securitySchemes: {
        person: { type: "http", scheme: "bearer", description: "The follow token of a request" },
        program: {
          type: "http",
          scheme: "bearer",
          description:
            "The value of GESTAND_DISCLOSURES_TOKEN for disclosures, of GESTAND_PERMISSION_TOKEN for the rest",
        },
        app: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description:
            "Signed by your own server (EdDSA or ES256) with the key whose public half GESTAND_APP_KEY names; claims email, aud (our address), iat and exp, at most 10 minutes apart",
        },
        staff: { type: "apiKey", in: "cookie", name: sessionCookie(options.serverUrl) },
      },
    },
  };
}

/** Over https the browser ties it to this very host. */
function sessionCookie(serverUrl: string): string {
  return serverUrl.startsWith("https:") ? "__Host-gestand-session" : "gestand-session";
}

function operation(endpoint: Endpoint): Record<string, unknown> {
  const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1],
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries(endpoint.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: jsonSchema(schema as z.ZodType),
  }));
  const inHeader = Object.entries(endpoint.headers?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "header",
    required: true,
    schema: jsonSchema(schema as z.ZodType),
  }));
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    parameters: [...inPath, ...inQuery, ...inHeader],
    ...(endpoint.who === "public" ? {} : { security: [{ [endpoint.who]: [] }] }),
    ...(endpoint.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: jsonSchema(endpoint.body, "input") } },
          },
        }),
    responses: {
      [endpoint.status]: {
        description: "Done",
        content: { "application/json": { schema: jsonSchema(endpoint.answer) } },
      },
      default: {
        description: "Not done; says why",
        content: { "application/problem+json": { schema: jsonSchema(problemDetails) } },
      },
    },
  };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output" = "output"): unknown {
  const { $schema: _ignored, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Record<
    string,
    unknown
  >;
  return rest;
}
