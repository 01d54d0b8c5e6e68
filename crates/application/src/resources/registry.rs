//! All resources, as the list of what is kept names them: what serves, describes or imports them all visits them here.

use domain::payload::Shape;

use super::city::Item;
use crate::records::resource::Resource;

/// Something that is done with every resource.
pub trait Visitor {
    /// Does it with this one.
    fn visit<R: Resource>(&mut self);
}

macro_rules! visit {
    ($visitor:ident, (items)) => {
        $visitor.visit::<Item>()
    };
    ($visitor:ident, (single $record:ty)) => {
        ()
    };
    ($visitor:ident, ($record:ty)) => {
        $visitor.visit::<$record>()
    };
}

macro_rules! visits {
    ($($(#[$doc:meta])* $shape:ident = $name:literal => $kind:tt,)*) => {
        /// Visits the resource of a shape; what there is once in a city is none.
        pub fn visit_shape(shape: Shape, visitor: &mut impl Visitor) {
            match shape { $(Shape::$shape => visit!(visitor, $kind),)* }
        }
    };
}

domain::for_each_shape!(visits);

/// Visits every resource, in the order of their shapes.
pub fn visit_all(visitor: &mut impl Visitor) {
    Shape::ALL.iter().for_each(|shape| visit_shape(*shape, visitor));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resource_of_a_shape_is_of_that_shape() {
        struct Shapes(Vec<Shape>);
        impl Visitor for Shapes {
            fn visit<R: Resource>(&mut self) {
                self.0.push(R::SHAPE);
            }
        }
        let mut shapes = Shapes(Vec::new());
        visit_all(&mut shapes);
        let listed: Vec<Shape> = Shape::ALL.iter().copied().filter(|shape| *shape != Shape::HealthRules).collect();
        assert_eq!(shapes.0, listed);
    }
}
