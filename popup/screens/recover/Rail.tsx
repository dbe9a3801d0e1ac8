import { Icon } from "../../components/Icon.tsx";
import { recoverText } from "../../textRecover.ts";

/** The five steps beside the page; where there is no room, only how many are done. */
export const Rail = ({ now }: { now: number }) => (
  <>
    <p class="rail-short caption">{recoverText.step(now, recoverText.steps.length)}</p>
    <ol class="rail">
      {recoverText.steps.map((step, i) => {
        const place = i + 1;
        const look = place < now ? "past" : place === now ? "now" : "";
        return (
          <li key={step} class={look} aria-current={place === now ? "step" : undefined}>
            <span class="rail-mark" aria-hidden="true">
              {place < now ? <Icon name="check" size={12} /> : place}
            </span>
            {step}
          </li>
        );
      })}
    </ol>
  </>
);
