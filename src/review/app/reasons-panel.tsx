/** The explanation of the matcher's answer, and the reviewer's decision. */
import type { Edge, LinkEvidence, RejectedPair } from "../../matching/result.js";
import { pairKey, pairOf } from "../decision-log.js";
import { removeDecision } from "./actions.js";
import { activePair, current, decisions, questions, selection, view } from "./signals.js";

const number = (value: number | undefined, digits: number): string =>
  value === undefined ? "–" : value.toFixed(digits).replace("-", "−");

/** Why a pair was rejected. */
const STEPS: Readonly<Record<RejectedPair["step"], string>> = {
  threshold: "distance above T2",
  exclusion: "a closer pair exists",
  "cannot-link": "cannot-link constraint",
  conflict: "sequences share a study",
  odds: "log-odds too low",
  duplicate: "log-odds too low",
};

/** Log-odds at which a bar is full. */
const FULL = 8;

function EvidenceBars({ evidence }: { readonly evidence: LinkEvidence }) {
  return (
    <table class="evidence">
      <caption>Evidence (log-odds)</caption>
      <tbody>
        {Object.entries(evidence).map(([name, value]) => {
          const share = Math.min(1, Math.abs(value) / FULL) * 50;
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="bar">
                <span
                  class={value < 0 ? "against" : "for"}
                  style={{
                    left: `${value < 0 ? 50 - share : 50}%`,
                    width: `${share}%`,
                  }}
                />
              </td>
              <td class="number">{number(value, 1)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const ends = ({ from, to }: Edge): string => `rows ${from} and ${to}`;

function Reasons() {
  const pair = activePair.value;
  const match = view.value;
  if (pair === undefined || match === undefined) return <p class="hint">No pair selected.</p>;
  const key = pairKey(pair);
  const question = questions.value.find((one) => pairKey(one.pair) === key);
  const of = (edge: Edge) => pairKey(pairOf(edge.from, edge.to)) === key;
  const link = match.links.find(of);
  const rejected = match.rejectedPairs.find(of);
  const edge = link ?? rejected;
  if (edge === undefined && question === undefined) {
    return <p class="hint">The matcher did not compare these two directly.</p>;
  }
  const evidence = link?.evidence ?? rejected?.evidence ?? question?.evidence;
  const runnerUp = link?.runnerUp ?? question?.competitor;
  return (
    <>
      <dl>
        <dt>Distance</dt>
        <dd>{number(edge?.distance, 3)}</dd>
        <dt>Log-odds</dt>
        <dd>{number(edge?.logOdds, 1)}</dd>
        <dt>Probability</dt>
        <dd>{number(edge?.probability ?? question?.probability, 2)}</dd>
        <dt>Margin</dt>
        <dd>{number(link?.margin, 2)}</dd>
        <dt>Runner-up</dt>
        <dd>
          {runnerUp === undefined ? "–" : `${ends(runnerUp)} (${number(runnerUp.distance, 3)})`}
        </dd>
        {rejected !== undefined && (
          <>
            <dt>Rejected</dt>
            <dd>
              {STEPS[rejected.step]}
              {rejected.competitor === undefined ? "" : `: ${ends(rejected.competitor)}`}
            </dd>
          </>
        )}
      </dl>
      {question?.change !== undefined && <p class="change">The other answer: {question.change}.</p>}
      {evidence !== undefined && <EvidenceBars evidence={evidence} />}
    </>
  );
}

function Contradiction() {
  const conflict = view.value?.contradiction ?? [];
  if (conflict.length === 0) return null;
  const oldest = conflict[0];
  return (
    <div class="contradiction" role="alert">
      <p>These decisions cannot all hold. The last one is not applied.</p>
      <ul>
        {conflict.map((one) => (
          <li key={pairKey(one.pair)}>
            rows {one.pair.join(" and ")}: {one.kind === "must-link" ? "same" : "different"}{" "}
            <button type="button" onClick={() => void removeDecision(one.pair)}>
              Drop{one === oldest ? " the oldest" : ""}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function ReasonsPanel() {
  const own = decisions.value.filter(({ patient }) => patient === current.value);
  const moved = view.value?.moved ?? [];
  return (
    <aside class="reasons" aria-label="Reasons and decisions">
      <h2>Reasons</h2>
      <Reasons />
      <Contradiction />
      {moved.length > 0 && (
        <p class="moved" role="status">
          The last decision also changed the sequence of row{moved.length > 1 ? "s" : ""}{" "}
          {moved.join(", ")}.
        </p>
      )}
      <h2>Decisions ({own.length})</h2>
      {own.length === 0 ? (
        <p class="hint">None for this patient.</p>
      ) : (
        <ul class="decisions">
          {own.map((one) => (
            <li key={pairKey(one.pair)}>
              <button
                type="button"
                class="plain"
                onClick={() => {
                  selection.value = [...one.pair];
                }}
              >
                rows {one.pair.join(" – ")}
              </button>
              <span class={one.kind === "must-link" ? "tag same" : "tag different"}>
                {one.kind === "must-link" ? "same" : "different"}
              </span>
              <button
                type="button"
                class="plain"
                aria-label={`Remove the decision on rows ${one.pair.join(" and ")}`}
                onClick={() => void removeDecision(one.pair)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}
