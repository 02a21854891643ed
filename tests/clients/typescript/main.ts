import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

// A registration, the same again, what is not right, and many at once: with nothing but the types that the contract gives.
const [baseUrl, key] = process.argv.slice(2);
assert(baseUrl && key, "Give the address of the service below which the contract's paths lie, and a registrar's key.");
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
const at = { path: { project: "iris2" } };

const enrollment: components["schemas"]["Enrollment"] = {
  reference: "E-TS-1", participant: "P-TS-1", consentGivenOn: "2025-02-01", gender: "woman", birthYear: 2001, subproject: "usb", startedOn: "2025-02-01",
};
const created = await client.POST("/projects/{project}/enrollments", { params: at, body: enrollment });
assert.equal(created.response.status, 201);
assert.equal(created.data?.version, 1);
const again = await client.POST("/projects/{project}/enrollments", { params: at, body: enrollment });
assert.equal(again.response.status, 200);

const { error } = await client.POST("/projects/{project}/exits", {
  params: at, body: { enrollmentReference: "E-TS-1", exitedOn: "2024-01-01", reason: "studies" },
});
assert.equal(error?.errors[0]?.code, "exit-before-start");

const records: components["schemas"]["BatchBody"]["records"] = [
  { record: "exit", enrollmentReference: "E-TS-1", exitedOn: "2025-10-31", reason: "work-subsidised", extent: 50 },
  { record: "step", reference: "S-TS-1", enrollmentReference: "E-TS-1", kind: "better-health", on: "2025-05-02" },
];
const batch = await client.POST("/projects/{project}/batches", { params: at, body: { mode: "all", records } });
assert.equal(batch.data?.created, 2);

const { data: attainment } = await client.GET("/projects/{project}/attainment", { params: { ...at, query: { goal: "iris2-usb.work-or-studies", limit: 1 } } });
assert.equal(attainment?.items[0]?.rows.length, 5);
console.log("openapi-typescript: the client did its calls.");
