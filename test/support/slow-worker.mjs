/** A worker for tests: waits as long as a task says, then answers, rejects, fails or crashes. */
import { LesionGraphError } from "lesion-graph";
import { serve } from "../../dist/node/serve.js";

serve(({ factor }) => async ({ value, wait = 0, how }) => {
  await new Promise((resolve) => setTimeout(resolve, wait));
  if (how === "reject") throw new LesionGraphError("BAD_VALUE", { expected: "a", received: value });
  if (how === "fail") throw new TypeError(`bug ${value}`);
  if (how === "break") setTimeout(() => Promise.reject(new Error(`broken ${value}`)), 0);
  if (how === "break") await new Promise(() => {});
  return value * factor;
});
