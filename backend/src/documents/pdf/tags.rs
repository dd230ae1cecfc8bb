//! The order in which a screen reader tells the document: headings, passages, lists, tables.

use krilla::tagging::{BBox, Identifier, Node, TagGroup, TagKind, TagTree};

/// A place in the reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag(usize);

struct Branch {
    kind: TagKind,
    branches: Vec<Tag>,
    /// What was drawn for it, in order; only on branches without branches.
    content: Vec<Identifier>,
}

/// All tags, told before anything is drawn.
#[derive(Default)]
pub struct Tags {
    branches: Vec<Branch>,
    top: Vec<Tag>,
}

impl Tags {
    /// Adds a tag at the end of the document.
    pub fn add(&mut self, kind: impl Into<TagKind>) -> Tag {
        let tag = self.grow(kind.into());
        self.top.push(tag);
        tag
    }

    /// Adds a tag at the end of another.
    pub fn add_to(&mut self, parent: Tag, kind: impl Into<TagKind>) -> Tag {
        let tag = self.grow(kind.into());
        self.branches[parent.0].branches.push(tag);
        tag
    }

    fn grow(&mut self, kind: TagKind) -> Tag {
        self.branches.push(Branch { kind, branches: Vec::new(), content: Vec::new() });
        Tag(self.branches.len() - 1)
    }

    /// Says that something drawn belongs to a tag.
    pub fn drawn(&mut self, tag: Tag, content: Identifier) {
        self.branches[tag.0].content.push(content);
    }

    /// Says where a figure stands.
    pub fn placed(&mut self, figure: Tag, place: BBox) {
        if let TagKind::Figure(kind) = &mut self.branches[figure.0].kind {
            kind.set_bbox(Some(place));
        }
    }

    pub fn tree(&self) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some("en".into()));
        for tag in &self.top {
            tree.push(self.group(*tag));
        }
        tree
    }

    fn group(&self, tag: Tag) -> TagGroup {
        let branch = &self.branches[tag.0];
        let mut children: Vec<Node> = branch.content.iter().map(|content| Node::Leaf(*content)).collect();
        children.extend(branch.branches.iter().map(|child| Node::Group(self.group(*child))));
        TagGroup::with_children(branch.kind.clone(), children)
    }
}
