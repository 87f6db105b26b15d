"use strict";
(() => {
  let busy = false, again = false;
  const renew = async () => {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch("/", {cache: "no-store"});
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("counts").textContent = fresh.getElementById("counts").textContent;
      const calls = document.getElementById("calls");
      const shown = new Map([...calls.children].map(call => [call.id, call]));
      calls.replaceChildren(...[...fresh.getElementById("calls").children].map(call => {
        const same = shown.get(call.id);
        return same && same.outerHTML === call.outerHTML ? same : document.adoptNode(call);
      }));
    } catch {
      document.getElementById("counts").textContent = "The sandbox has ended.";
    }
    busy = false;
    if (again) renew();
  };
  new EventSource("/sandbox/live").onmessage = renew;
})();
