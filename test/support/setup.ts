/** Every property test is seeded: a failure seen once is seen again. */
import fc from "fast-check";

fc.configureGlobal({ seed: 20180618, numRuns: 200 });

// Programs that the tests start print no colours, whatever the terminal or the CI asks for.
delete process.env["FORCE_COLOR"];
process.env["NO_COLOR"] = "1";

// Under `npm run coverage`, processes and worker threads that tests start write their coverage too.
if (process.env["COVERAGE_OF_PROCESSES"] !== undefined) {
  process.env["NODE_V8_COVERAGE"] = process.env["COVERAGE_OF_PROCESSES"];
}
