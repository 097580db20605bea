// Saves a draft a moment after the author stops typing.
const editor = document.getElementById("editor");
const state = document.getElementById("draft-state");
let timer;

editor.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(saveDraft, 1500);
});

async function saveDraft() {
    const response = await fetch(editor.dataset.draftUrl, { method: "POST", body: new FormData(editor) });
    state.textContent = response.ok ? "Draft saved at " + new Date().toLocaleTimeString() : "The draft could not be saved.";
}

document.getElementById("restore")?.addEventListener("click", () => {
    const draft = document.getElementById("draft-body");
    editor.elements["Form.Title"].value = draft.dataset.title;
    editor.elements["Form.Summary"].value = draft.dataset.summary;
    editor.elements["Form.Body"].value = draft.textContent;
});
