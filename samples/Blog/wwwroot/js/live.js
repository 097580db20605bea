// Shows comments as they are approved. The connection is a WebSocket from its first byte, so there is no negotiation that
// a load balancer could send to another node.
const article = document.querySelector("[data-live]");
const end = "\u001e";
const socket = new WebSocket(location.origin.replace(/^http/, "ws") + article.dataset.live);
const send = message => socket.send(JSON.stringify(message) + end);

socket.addEventListener("open", () => {
    send({ protocol: "json", version: 1 });
    send({ type: 1, invocationId: "read", target: "Read", arguments: [article.dataset.slug] });
});

socket.addEventListener("message", event => {
    for (const message of event.data.split(end).filter(Boolean).map(text => JSON.parse(text))) {
        if (message.type === 1 && message.target === "comment") {
            show(...message.arguments);
        } else if (message.type === 3) {
            article.classList.add("connected");
        } else if (message.type === 6) {
            send({ type: 6 });
        }
    }
});

function show(author, text) {
    const comment = document.createElement("div");
    comment.className = "comment new";
    for (const [style, words] of [["by", author + " · just now"], ["", text]]) {
        comment.append(Object.assign(document.createElement("p"), { className: style, textContent: words }));
    }
    document.querySelector(".comments").append(comment);
}
